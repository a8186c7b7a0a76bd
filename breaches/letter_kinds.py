"""Which letter a step writes, where it writes one."""

from breaches.models import Letter
from policies.rules.words import Step

LETTER_OF_STEP: dict[Step, Letter.Kind] = {
    Step.REPORT_TO_PLATFORM: Letter.Kind.PLATFORM_REPORT,
    Step.COMPLAIN_TO_HOST: Letter.Kind.HOST_COMPLAINT,
    Step.REQUEST_REMOVAL: Letter.Kind.REMOVAL_REQUEST,
    Step.BLOCK_ACCESS: Letter.Kind.BLOCK_NOTICE,
    Step.MEETING: Letter.Kind.MEETING_INVITATION,
    Step.WRITE_WARNING: Letter.Kind.WRITTEN_WARNING,
    Step.COMPLAINTS_PROCEDURE: Letter.Kind.COMPLAINTS_SIGNPOST,
    Step.CONTACT_POLICE: Letter.Kind.POLICE_SUMMARY,
    Step.REPORT_TO_LOCAL_AUTHORITY: Letter.Kind.LOCAL_AUTHORITY,
    Step.BAN_DEVICES_AT_EVENTS: Letter.Kind.EVENT_BAN,
    Step.NOTIFY_PARENTS: Letter.Kind.FRIEND_REQUEST_NOTICE,
    Step.INVESTIGATE: Letter.Kind.INVESTIGATION_NOTICE,
}
