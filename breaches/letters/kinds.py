"""The kinds of letter: one row each, with its word, what it needs, and its name on the pages.

The wording of a kind is `templates/letters/wording/<its word>.txt`. A new kind is a row here, its wording, and a case
in `tests/breaches/letters/cases.py` in which a policy gives it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Self

from django.db import models

from policies.rules.words import Step


class Audience(Enum):
    SUBJECT = auto()
    FAMILY_OF_CHILD = auto()
    EVERYBODY = auto()
    PLATFORM = auto()
    AUTHORITY = auto()
    POLICE = auto()


TO_PEOPLE = frozenset({Audience.SUBJECT, Audience.FAMILY_OF_CHILD})
# Outside the school's own families and staff: they get the facts and the list of evidence.
TO_AGENCIES = frozenset({Audience.PLATFORM, Audience.AUTHORITY, Audience.POLICE})
PUBLIC = frozenset({Audience.EVERYBODY, Audience.PLATFORM})


@dataclass(frozen=True)
class Needs:
    """What a kind of letter cannot go without.

    `step` is the one that it writes for, which other kinds may write for too; None where it belongs to no step.
    `days_to_reply` is the default, 0 where no reply is asked for. `caution` is shown to whoever writes it; there
    `{lead}` is the school's title for its safeguarding lead. Sending a letter that only `begins_step` does not do it.
    """

    step: Step | None
    audience: Audience
    subject: str
    days_to_reply: int
    is_barring: bool = False
    asks_for_meeting: bool = False
    asks_for_channel: bool = False
    begins_step: bool = False
    caution: str = ""


class LetterKind(models.TextChoices):
    """A row is the word it is stored as, what it needs, and its name; in the order in which they are offered."""

    needs: Needs

    def __new__(cls, word: str, *row: Needs) -> Self:  # the row comes with its definition, not when it is looked up
        kind = str.__new__(cls, word)
        kind._value_ = word
        (kind.needs,) = row
        return kind

    REMOVAL_REQUEST = (
        "removal_request",
        Needs(Step.REQUEST_REMOVAL, Audience.SUBJECT, "A request to take something down", 7),
        "Request to remove a post",
    )
    MEETING_INVITATION = (
        "meeting_invitation",
        Needs(Step.MEETING, Audience.SUBJECT, "An invitation to meet", 7, asks_for_meeting=True),
        "Invitation to a meeting",
    )
    WRITTEN_WARNING = (
        "written_warning",
        Needs(Step.WRITE_WARNING, Audience.SUBJECT, "The school's concerns, with a warning", 7),
        "Written concerns, with a warning",
    )
    BLOCK_NOTICE = (
        "block_notice",
        Needs(
            Step.BLOCK_ACCESS,
            Audience.SUBJECT,
            "Your access to an online space of the school",
            14,
            is_barring=True,
            asks_for_channel=True,
            caution="A school can block somebody only from a page, account or forum that it runs. "
            "The person must be able to put their side, and the block needs a day of review and an end.",
        ),
        "Notice of a block from a school page or forum",
    )
    EVENT_BAN = (
        "event_ban",
        Needs(
            Step.BAN_DEVICES_AT_EVENTS,
            Audience.EVERYBODY,
            "Cameras, telephones and videos at school events",
            14,
            is_barring=True,
            caution="The policy gives this against everybody at an event, not against one parent. Name nobody.",
        ),
        "Notice that devices are not allowed at events",
    )
    HOST_COMPLAINT = (
        "host_complaint",
        Needs(Step.COMPLAIN_TO_HOST, Audience.PLATFORM, "A complaint about content, and a request to remove it", 14),
        "Complaint to the site's host",
    )
    PLATFORM_REPORT = (
        "platform_report",
        Needs(
            Step.REPORT_TO_PLATFORM,
            Audience.PLATFORM,
            "A report for you to look at",
            14,
            caution="Keep what can be seen as evidence before you report it: a platform may remove it. "
            "Make one report for each item, and copy the text from this letter into the platform's own form.",
        ),
        "Report to the platform",
    )
    LOCAL_AUTHORITY = (
        "local_authority",
        Needs(Step.REPORT_TO_LOCAL_AUTHORITY, Audience.AUTHORITY, "A report, and a request for advice", 7),
        "Report to the local authority",
    )
    POLICE_SUMMARY = (
        "police_summary",
        Needs(
            Step.CONTACT_POLICE,
            Audience.POLICE,
            "A summary for the police",
            7,
            caution="In danger now? Call 999 and do not wait for a letter. Otherwise call 101 and have this summary "
            "beside you.",
        ),
        "Summary for the police",
    )
    FRIEND_REQUEST_NOTICE = (
        "friend_request_notice",
        Needs(
            Step.NOTIFY_PARENTS,
            Audience.FAMILY_OF_CHILD,
            "A friend request from your child's account",
            0,
            caution="Could telling the family put the child in danger? If it might, do not send this before you have "
            "taken advice from the {lead} or children's services.",
        ),
        "Notice to parents of a child's friend request",
    )
    INVESTIGATION_NOTICE = (
        "investigation_notice",
        Needs(
            Step.INVESTIGATE,
            Audience.SUBJECT,
            "The school is looking into a concern",
            7,
            begins_step=True,
            caution="If the concern is that a child was or may be harmed, speak to the {lead} and the local "
            "authority first, and do not look into it or write before they say so.",
        ),
        "Notice of an investigation",
    )
    COMPLAINTS_SIGNPOST = (
        "complaints_signpost",
        Needs(
            Step.COMPLAINTS_PROCEDURE,
            Audience.SUBJECT,
            "How to raise a concern or complain",
            0,
            caution="A complaint that was aired online is still a complaint. Deal with it as one.",
        ),
        "How to make a complaint",
    )

    @property
    def wording(self) -> str:
        return f"letters/wording/{self}.txt"


NEEDS = {kind: kind.needs for kind in LetterKind}


def list_choices() -> list[tuple[str, str]]:
    """Each word with its name; asked for by the field of the model, so that a new kind is no migration."""
    return LetterKind.choices


def find_kinds(step: Step, needs: Mapping[LetterKind, Needs] = NEEDS) -> tuple[LetterKind, ...]:
    """The kinds of letter that write for this step, in the order in which they are offered."""
    return tuple(kind for kind, need in needs.items() if need.step == step)
