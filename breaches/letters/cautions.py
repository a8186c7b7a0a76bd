"""What to weigh before a letter leaves: for the person who writes it, never for the letter itself."""

from __future__ import annotations

import re

from breaches.letters.basis import Basis
from breaches.letters.fields import pupils_in
from breaches.letters.kinds import NEEDS, TO_PEOPLE, Kind, is_for_agency
from breaches.models import Case
from people.models import Capacity, Person, Role
from people.permissions import Action, may
from policies.rules.assessment import Assessment
from policies.rules.words import Fact, Finding

_ABOUT_STAFF = {Finding.ALLEGATION, Finding.SEXUAL_ADVANCE, Finding.PUPIL_CONTACT, Finding.FORMER_PUPIL_CONTACT}

_OF_KIND: dict[Kind, str] = {
    Kind.PLATFORM_REPORT: "Keep what can be seen as evidence before you report it: a platform may remove it. "
    "Make one report for each item, and copy the text from this letter into the platform's own form.",
    Kind.EVENT_BAN: "The policy gives this against everybody at an event, not against one parent. Name nobody.",
    Kind.BLOCK_NOTICE: "A school can block somebody only from a page, account or forum that it runs. "
    "The person must be able to put their side, and the block needs a day of review and an end.",
    Kind.FRIEND_REQUEST_NOTICE: "Could telling the family put the child in danger? If it might, do not send this "
    "before you have taken advice from the {lead} or children's services.",
    Kind.POLICE_SUMMARY: "In danger now? Call 999 and do not wait for a letter. Otherwise call 101 and have this "
    "summary beside you.",
    Kind.INVESTIGATION_NOTICE: "If the concern is that a child was or may be harmed, speak to the {lead} and the "
    "local authority first, and do not look into it or write before they say so.",
    Kind.COMPLAINTS_SIGNPOST: "A complaint that was aired online is still a complaint. Deal with it as one.",
}

_PHRASES: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"\b(?:is|are|was|were)\s+(?:clearly\s+|plainly\s+)?(?:defamatory|libell?ous)\b", re.IGNORECASE),
        "The text says that something is defamatory. Only a court decides that: write that it may be.",
    ),
    (
        re.compile(r"malicious communications act|communications act|section 127|online safety act", re.IGNORECASE),
        "The text names an Act. Parts of the older ones were repealed: take legal advice, or leave it out.",
    ),
    (
        re.compile(r"\b(?:criminal offence|you (?:have )?committed|guilty of)\b", re.IGNORECASE),
        "The text speaks of a crime. That is for the police and the courts: say what happened instead.",
    ),
    (
        re.compile(r"\b(?:we will|the school will) (?:sue|prosecute|ban|exclude|take legal action)\b", re.IGNORECASE),
        "The text says what the school will do. Check that the policy says “will” too, and not “may”.",
    ),
)


def cautions_for(case: Case, answer: Assessment, basis: Basis, kind: Kind, *, role: Role) -> list[str]:
    """What to weigh before writing this letter in this case, most grave first; `role` is the reader's."""
    found = [
        _about_a_flag(case, role),
        _about_identifying(case, answer),
        _OF_KIND.get(kind, "").format(lead=case.school.safeguarding_title),
        _about_a_draft(basis),
        _about_the_young(case, kind),
        _about_repetition(answer),
        "Read the facts through once more: name nobody whom the reader does not need to know of."
        if is_for_agency(kind)
        else "",
        *basis.cautions,
    ]
    return [one for one in found if one]


def phrases_to_check(body: str) -> list[str]:
    """Sentences on phrases in the text that a careful letter leaves out."""
    return [sentence for pattern, sentence in _PHRASES if pattern.search(body)]


def _about_a_flag(case: Case, role: Role) -> str:
    people = [case.subject, *(one.person for one in pupils_in(case.incident))]
    if not may(role, Action.READ_SAFEGUARDING_FLAGS) or not any(_is_flagged(one) for one in people):
        return ""
    return (
        "Somebody in this incident has a safeguarding flag. Speak to the "
        f"{case.school.safeguarding_title} before you write to anyone."
    )


def _is_flagged(person: Person) -> bool:
    return person.safeguarding_flag


def _about_identifying(case: Case, answer: Assessment) -> str:
    is_about_staff = case.capacity == Capacity.STAFF and answer.facts.findings & _ABOUT_STAFF
    if not is_about_staff and Finding.ALLEGATION not in answer.facts.findings:
        return ""
    return (
        "The law may forbid making known anything that identifies a teacher who is accused of an offence against a "
        "pupil, before there is a charge. Take legal advice before a letter names the allegation or the teacher."
    )


def _about_a_draft(basis: Basis) -> str:
    return "The policy is a draft that nobody has adopted. The letter says so. Think hard before you rely on it." * (
        basis.is_draft and not basis.is_outside
    )


def _about_the_young(case: Case, kind: Kind) -> str:
    if case.capacity != Capacity.PUPIL or NEEDS[kind].audience not in TO_PEOPLE:
        return ""
    return "This is about a pupil, so it goes to the parents or carers. The draft speaks to them: read it through."


def _about_repetition(answer: Assessment) -> str:
    if Fact.CONTINUED not in answer.facts.confirmed or Finding.HARASSMENT not in answer.facts.findings:
        return ""
    return "What goes on after it was asked to stop may be a course of conduct. Take advice before you go further."
