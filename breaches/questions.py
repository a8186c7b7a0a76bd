"""How each fact is asked of a person, and how it is told once they have confirmed it."""

from dataclasses import dataclass

from policies.rules import wording
from policies.rules.words import Fact, Party


@dataclass(frozen=True)
class Question:
    """One fact as a question, as what was confirmed, as a step waits for it, and what to bear in mind."""

    fact: Fact
    asks: str
    told: str
    waits: str
    note: str = ""


# For each fact: how it is told once confirmed, how a step waits for it, what to bear in mind.
_TOLD = {
    Fact.REFUSED: (
        "The {who} has refused",
        "a refusal",
        "No reply is not a refusal.",
    ),
    Fact.CONTINUED: (
        "It has gone on",
        "word that it has gone on",
        "Something new, after the {who} was asked to stop.",
    ),
    Fact.ON_SCHOOL_CHANNEL: (
        "It was on a page, forum or account the school runs",
        "whether it was on a channel the school runs",
        "",
    ),
    Fact.POLICE_APPROPRIATE: (
        "It is right to involve the police",
        "whether it is right to involve the police",
        "For you to judge. In danger now, call 999 whatever the policy says.",
    ),
    Fact.BREACH_FOUND: (
        "The school has found a breach",
        "a breach to be found",
        "After looking into it and hearing the {who}.",
    ),
    Fact.GROSS_MISCONDUCT: (
        "It is gross misconduct",
        "whether it is gross misconduct",
        "Take advice from your personnel adviser first.",
    ),
    Fact.SERIOUS_MISUSE: (
        "It is serious misuse",
        "whether it is serious misuse",
        "",
    ),
    Fact.REASONABLE_COMPLAINT: (
        "There is a reasonable complaint behind it",
        "whether there is a reasonable complaint behind it",
        "A complaint can be reasonable however it was aired.",
    ),
    Fact.ABOUT_SCHOOL_OR_TEACHER: (
        "It is about the school or a teacher",
        "whether it is about the school or a teacher",
        "",
    ),
    Fact.TEACHER: (
        "The {who} is a teacher",
        "whether the {who} is a teacher",
        "",
    ),
    Fact.EXTREME_CASE: (
        "It is an extreme case",
        "whether it is an extreme case",
        "The policy does not say what is extreme. Say why you think so.",
    ),
    Fact.UNDER_18: (
        "The former pupil is under 18",
        "whether the former pupil is under 18",
        "",
    ),
    Fact.OUTSIDE_PROTOCOL: (
        "It was outside the school's agreed ways of talking to pupils",
        "whether it was outside the agreed ways of talking to pupils",
        "",
    ),
    Fact.PRIOR_RELATIONSHIP: (
        "They knew each other before, outside school",
        "whether they knew each other before",
        "",
    ),
    Fact.OWN_CHILD: (
        "It is about their own child",
        "whether it is about their own child",
        "",
    ),
    Fact.WORK_AND_EQUIPMENT: (
        "It was at work and on the school's equipment",
        "whether it was at work and on the school's equipment",
        "Both, not one of them.",
    ),
    Fact.DISREPUTE_POSSIBLE: (
        "It could bring the school into disrepute",
        "whether it could bring the school into disrepute",
        "",
    ),
    Fact.POLICY_TERM_NAMED: (
        "It breaks a term that the policy names",
        "whether it breaks a term that the policy names",
        "Say which one.",
    ),
    Fact.LEGAL_OR_REPUTATION_RISK: (
        "There is a risk of legal claims or to the school's reputation",
        "whether there is a legal or reputation risk",
        "",
    ),
    Fact.WORDING_APPLIES: (
        "The clause reaches this {who}",
        "whether the clause reaches this {who}",
        "The clause names nobody, or somebody else. Read it before you decide.",
    ),
}


def question(fact: Fact, party: Party) -> Question:
    """The fact as this page asks it of somebody in this capacity."""
    told, waits, note = (text.format(who=wording.PARTIES[party]) for text in _TOLD[fact])
    return Question(fact=fact, asks=wording.question(fact, party), told=told, waits=waits, note=note)


def waits_for(facts: tuple[Fact, ...], party: Party) -> str:
    """What a step waits for, in one phrase: "a refusal, and it to go on"."""
    return ", and ".join(question(fact, party).waits for fact in facts)
