"""The kinds of letter: what each is called, whom it goes to, and the step it writes for."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from breaches.models import Letter
from policies.rules.words import Step

Kind = Letter.Kind


class Audience(Enum):
    """To whom a letter goes."""

    SUBJECT = auto()
    FAMILY_OF_CHILD = auto()
    EVERYBODY = auto()
    PLATFORM = auto()
    AUTHORITY = auto()
    POLICE = auto()


@dataclass(frozen=True)
class Needs:
    """What a kind of letter cannot go without.

    `step` is the one that it writes for, which other kinds may write for too; None where it belongs to no step.
    `days_to_reply` is the default, 0 where no reply is asked for.
    """

    step: Step | None
    audience: Audience
    subject: str
    days_to_reply: int
    is_barring: bool = False
    asks_for_meeting: bool = False
    asks_for_channel: bool = False


NEEDS: dict[Kind, Needs] = {
    Kind.REMOVAL_REQUEST: Needs(Step.REQUEST_REMOVAL, Audience.SUBJECT, "A request to take something down", 7),
    Kind.MEETING_INVITATION: Needs(Step.MEETING, Audience.SUBJECT, "An invitation to meet", 7, asks_for_meeting=True),
    Kind.WRITTEN_WARNING: Needs(Step.WRITE_WARNING, Audience.SUBJECT, "The school's concerns, with a warning", 7),
    Kind.BLOCK_NOTICE: Needs(
        Step.BLOCK_ACCESS,
        Audience.SUBJECT,
        "Your access to an online space of the school",
        14,
        is_barring=True,
        asks_for_channel=True,
    ),
    Kind.EVENT_BAN: Needs(
        Step.BAN_DEVICES_AT_EVENTS,
        Audience.EVERYBODY,
        "Cameras, telephones and videos at school events",
        14,
        is_barring=True,
    ),
    Kind.HOST_COMPLAINT: Needs(
        Step.COMPLAIN_TO_HOST, Audience.PLATFORM, "A complaint about content, and a request to remove it", 14
    ),
    Kind.PLATFORM_REPORT: Needs(Step.REPORT_TO_PLATFORM, Audience.PLATFORM, "A report for you to look at", 14),
    Kind.LOCAL_AUTHORITY: Needs(
        Step.REPORT_TO_LOCAL_AUTHORITY, Audience.AUTHORITY, "A report, and a request for advice", 7
    ),
    Kind.POLICE_SUMMARY: Needs(Step.CONTACT_POLICE, Audience.POLICE, "A summary for the police", 7),
    Kind.FRIEND_REQUEST_NOTICE: Needs(
        Step.NOTIFY_PARENTS, Audience.FAMILY_OF_CHILD, "A friend request from your child's account", 0
    ),
    Kind.INVESTIGATION_NOTICE: Needs(Step.INVESTIGATE, Audience.SUBJECT, "The school is looking into a concern", 7),
    Kind.COMPLAINTS_SIGNPOST: Needs(
        Step.COMPLAINTS_PROCEDURE, Audience.SUBJECT, "How to raise a concern or complain", 0
    ),
}

TO_PEOPLE = frozenset({Audience.SUBJECT, Audience.FAMILY_OF_CHILD})

# Sending these begins the step and does not yet do it.
BEGINS_ITS_STEP = frozenset({Kind.INVESTIGATION_NOTICE})


def kinds_for(step: Step, needs: Mapping[Kind, Needs] = NEEDS) -> tuple[Kind, ...]:
    """The kinds of letter that write for this step, in the order they are offered."""
    return tuple(kind for kind, need in needs.items() if need.step == step)


def is_for_agency(kind: Kind) -> bool:
    """Whether it goes outside the school's own families and staff, with the facts and the list of evidence."""
    return NEEDS[kind].audience in {Audience.PLATFORM, Audience.AUTHORITY, Audience.POLICE}
