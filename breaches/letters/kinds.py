"""What each kind of letter needs: to whom it goes, the days it must give, how long there is to reply."""

from dataclasses import dataclass
from enum import Enum, auto

from breaches.letter_kinds import LETTER_OF_STEP
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
    """What a kind of letter cannot go without; `days_to_reply` is the default, 0 where no reply is asked for."""

    audience: Audience
    subject: str
    days_to_reply: int
    is_barring: bool = False
    asks_for_meeting: bool = False
    asks_for_channel: bool = False


NEEDS: dict[Kind, Needs] = {
    Kind.REMOVAL_REQUEST: Needs(Audience.SUBJECT, "A request to take something down", 7),
    Kind.MEETING_INVITATION: Needs(Audience.SUBJECT, "An invitation to meet", 7, asks_for_meeting=True),
    Kind.WRITTEN_WARNING: Needs(Audience.SUBJECT, "The school's concerns, with a warning", 7),
    Kind.BLOCK_NOTICE: Needs(
        Audience.SUBJECT, "Your access to an online space of the school", 14, is_barring=True, asks_for_channel=True
    ),
    Kind.EVENT_BAN: Needs(Audience.EVERYBODY, "Cameras, telephones and videos at school events", 14, is_barring=True),
    Kind.HOST_COMPLAINT: Needs(Audience.PLATFORM, "A complaint about content, and a request to remove it", 14),
    Kind.PLATFORM_REPORT: Needs(Audience.PLATFORM, "A report for you to look at", 14),
    Kind.LOCAL_AUTHORITY: Needs(Audience.AUTHORITY, "A report, and a request for advice", 7),
    Kind.POLICE_SUMMARY: Needs(Audience.POLICE, "A summary for the police", 7),
    Kind.FRIEND_REQUEST_NOTICE: Needs(Audience.FAMILY_OF_CHILD, "A friend request from your child's account", 0),
    Kind.INVESTIGATION_NOTICE: Needs(Audience.SUBJECT, "The school is looking into a concern", 7),
    Kind.COMPLAINTS_SIGNPOST: Needs(Audience.SUBJECT, "How to raise a concern or complain", 0),
}

TO_PEOPLE = frozenset({Audience.SUBJECT, Audience.FAMILY_OF_CHILD})

# Sending these begins the step and does not yet do it.
BEGINS_ITS_STEP = frozenset({Kind.INVESTIGATION_NOTICE})

STEP_OF_LETTER: dict[Kind, Step] = {kind: step for step, kind in LETTER_OF_STEP.items()}


def is_for_agency(kind: Kind) -> bool:
    """Whether it goes outside the school's own families and staff, with the facts and the list of evidence."""
    return NEEDS[kind].audience in {Audience.PLATFORM, Audience.AUTHORITY, Audience.POLICE}
