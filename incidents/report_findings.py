"""What the policy is asked about a report: pure, what was told in and the question out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from incidents.models import StaffReport
from people.models import Person
from policies.rules.words import Fact, Finding

Kind = StaffReport.Kind
Who = StaffReport.Who
Way = StaffReport.Way
Response = StaffReport.Response
Tie = StaffReport.Tie

OF_AGE = 18

CONTACT_WITH: dict[str, Finding] = {
    Who.PUPIL: Finding.PUPIL_CONTACT,
    Who.FORMER_PUPIL: Finding.FORMER_PUPIL_CONTACT,
    Who.PARENT: Finding.PARENT_CONTACT,
}
FACT_OF_TIE: dict[str, Fact] = {
    Tie.OWN_CHILD: Fact.OWN_CHILD,
    Tie.RELATIVE: Fact.PRIOR_RELATIONSHIP,
    Tie.FRIEND_BEFORE: Fact.PRIOR_RELATIONSHIP,
}
# Kinds whose telling is itself that somebody was in touch.
IN_TOUCH = frozenset({Kind.EXCEPTIONAL_CONTACT, Kind.CLOSURE_CONTACT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What somebody tells the school; what its kind does not ask stays empty.

    The other person is one of the register (`person`) or `described` in words. `could_harm`: the writer thinks
    that a post could harm the reputation of the school or its people. `ask_draft`: the writer asks for the draft by
    name, where the school has no policy of its own yet.
    """

    kind: Kind
    who: str = ""
    age: int | None = None
    person: Person | None = None
    described: str = ""
    tie: str = ""
    way: str = ""
    response: str = ""
    happened_on: dt.date | None = None
    platform: str = ""
    platform_name: str = ""
    words: str = ""
    could_harm: bool = False
    about_headteacher: bool = False
    ask_draft: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One finding and the facts told with it. `supposed`: nothing of it has happened, it is asked for later."""

    finding: Finding
    facts: frozenset[Fact] = frozenset()
    supposed: bool = False


def question_for(told: Telling) -> Question | None:
    """What the policy is asked, or None where no finding it knows is told of."""
    if told.kind == Kind.THIRD_PARTY_POST:
        harm = frozenset({Fact.DISREPUTE_POSSIBLE}) if told.could_harm else frozenset()
        return Question(Finding.THIRD_PARTY_POSTING_SEEN, harm)
    if told.kind == Kind.SCHOOL_ACCOUNT:
        return Question(Finding.ACCOUNT_COMPROMISE)
    if told.kind == Kind.FRIEND_REQUEST and not was_in_touch(told):
        return Question(Finding.PUPIL_REQUEST_RECEIVED) if told.who == Who.PUPIL else None
    finding = CONTACT_WITH.get(told.who)
    if told.kind == Kind.OTHER or finding is None:
        return None
    return Question(finding, _facts_of(told), supposed=told.kind == Kind.PRIOR_RELATIONSHIP)


def was_in_touch(told: Telling | StaffReport) -> bool:
    """Whether the writer and the other person were in touch: a request merely received is not contact."""
    answered = told.response in (Response.ACCEPTED, Response.REPLIED)
    return told.kind in IN_TOUCH or (told.kind == Kind.FRIEND_REQUEST and (told.way == Way.SENT or answered))


def _facts_of(told: Telling) -> frozenset[Fact]:
    """What was told of the other person that a clause may wait for."""
    young = told.who == Who.FORMER_PUPIL and told.age is not None and told.age < OF_AGE
    facts = {Fact.UNDER_18} if young else set()
    if told.tie in FACT_OF_TIE:
        facts.add(FACT_OF_TIE[told.tie])
    return frozenset(facts)
