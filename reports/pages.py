"""What the pages of reports ask and show."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from incidents.journey import Row
from people.models import Membership, Role
from policies.pages import (
    ClauseShown,
    SilenceShown,
    StepShown,
    present_clause,
    present_conduct,
    present_notice,
    present_silences,
    present_step,
)
from policies.rules.assessment import Assessment, StepAnswer
from policies.rules.duties import Duty
from policies.rules.wording import FINDINGS
from policies.rules.words import Fact, Notice, Party, State
from policies.stored_packs import load_notices
from reports.models import StaffReport
from reports.policy_answer import (
    CONTACT_WITH,
    Kind,
    Way,
    Who,
    opened,
    stored_answer,
    told_among,
    was_in_touch,
    who_leads,
)
from web.dates import day_in_words
from web.text import join_words

ROLE_WORDS: dict[str, str] = {
    Role.HEADTEACHER: "the Headteacher",
    Role.DEPUTY: "the Deputy Headteacher",
    Role.SAFEGUARDING_LEAD: "the safeguarding lead",
    Role.CHAIR: "the Chair of governors",
}


@dataclass(frozen=True)
class AnswerShown:
    """What the policy said; `supposed` where nothing has happened yet."""

    supposed: bool
    now: tuple[StepShown, ...]
    later: tuple[StepShown, ...]
    silences: tuple[SilenceShown, ...]
    conduct: tuple[ClauseShown, ...]
    duties: tuple[Duty, ...]
    none_in_force: bool
    is_draft: bool
    in_force_from: dt.date | None
    knew_already: bool

    @property
    def exceptions(self) -> list[str]:
        """What the clauses leave out, such as one's own children, each once: said where the two knew each other."""
        if not self.knew_already:
            return []
        return list(dict.fromkeys(one for clause in self.conduct for one in clause.exceptions))


def answer_shown(report: StaffReport, *, to_writer: bool) -> AnswerShown | None:
    """What the policy said when the report was made, as its writer or its readers are told; None if not asked."""
    answer = stored_answer(report)
    if answer is None:
        return None
    return AnswerShown(
        supposed=report.kind == Kind.PRIOR_RELATIONSHIP,
        now=tuple(_step(step, answer.facts.party) for step in opened(answer)),
        later=tuple(_step(step, answer.facts.party) for step in answer.steps if step.state == State.WAITING),
        silences=tuple(_silences(answer, to_writer=to_writer)),
        conduct=present_conduct(answer),
        duties=answer.duties,
        none_in_force=Notice.NO_VERSION_IN_FORCE in answer.notices,
        is_draft=answer.facts.draft,
        in_force_from=answer.in_force_from,
        knew_already=bool(answer.facts.confirmed & {Fact.PRIOR_RELATIONSHIP, Fact.OWN_CHILD}),
    )


def why_not_asked(report: StaffReport) -> str:
    """Why the policy has nothing to answer, where it was not asked."""
    if report.kind == Kind.FRIEND_REQUEST and not was_in_touch(report) and report.who in CONTACT_WITH:
        who = report.get_who_display().lower()
        return (
            f"A request from {who} that was neither accepted nor answered is not contact. There is nothing in it for "
            "the school’s policy to answer."
        )
    return "This is none of the things the school’s policy is asked about. A person reads it and decides."


def notices_shown(report: StaffReport, *, today: dt.date) -> list[str]:
    """What a reader must know today of the version that was asked, beside that it is a draft, which the page says."""
    if report.version is None:
        return []
    notices = load_notices(report.version, report.school, today=today)
    return [present_notice(one).title for one in notices if one != Notice.DRAFT]


def rows_of(report: StaffReport) -> list[Row]:
    """What was told, as a summary list; what was not asked or not said is left out."""
    told = [
        ("About", _about(report)),
        ("Who they are", _who(report)),
        ("Known outside school", report.get_tie_display()),
        ("What was done", _done(report)),
        ("Where", report.platform_name or report.get_platform_display()),
        ("Day", day_in_words(report.happened_on)),
        ("Could harm the school’s reputation", _could_harm(report)),
        ("In words", report.words),
    ]
    return [Row(key, said) for key, said in told if said]


def readers_in_words(report: StaffReport, *, on: dt.date) -> tuple[str, str]:
    """Who is told of it, in role words, and who else may open it; the second is empty where that is nobody."""
    leads = who_leads(report, on=on)
    told = _roles(told_among(report, leads))
    others = [one for one in _roles(leads) if one not in told]
    return join_words(told), join_words(others)


def report_title(report: StaffReport) -> str:
    """What a report is of, without a name."""
    if report.kind == Kind.FRIEND_REQUEST and report.who:
        return f"{report.get_kind_display()}: {report.get_who_display().lower()}"
    return report.get_kind_display()


def _about(report: StaffReport) -> str:
    named = report.person.name if report.person else ""
    return " · ".join([one for one in (named, report.described) if one])


def _who(report: StaffReport) -> str:
    age = f", {report.age} years old" if report.age else ""
    return f"{report.get_who_display()}{age}" if report.who else ""


def _done(report: StaffReport) -> str:
    return ". ".join([one for one in (report.get_way_display(), report.get_response_display()) if one])


def _could_harm(report: StaffReport) -> str:
    if report.kind != Kind.THIRD_PARTY_POST:
        return ""
    answer = stored_answer(report)
    return "Yes, its writer thinks so" if answer and Fact.DISREPUTE_POSSIBLE in answer.facts.confirmed else "Not said"


def _step(answer: StepAnswer, party: Party) -> StepShown:
    """A step with each clause as the document has it: what they wait for stands with the step."""
    clauses = tuple(present_clause(given.clause) for given in answer.clauses)
    return replace(present_step(answer, party), clauses=clauses)


def _silences(answer: Assessment, *, to_writer: bool) -> Iterable[SilenceShown]:
    """The silences of the answer, in words for whoever told of it or for who reads that."""
    which = "draft policy" if answer.facts.draft else "policy"
    for silent, shown in zip(answer.silent, present_silences(answer), strict=True):
        row = FINDINGS[silent.finding]
        words = row.by_writer if to_writer else row.by_colleague
        yield replace(shown, title=f"Your school’s {which} does not speak of {words}.")


def _roles(held: Iterable[Membership]) -> list[str]:
    """The roles in words, in the order of the list above, each once."""
    roles = {one.role for one in held}
    return [words for role, words in ROLE_WORDS.items() if role in roles]


PEOPLE = (Who.PUPIL, Who.FORMER_PUPIL, Who.PARENT, Who.OTHER)
ANYBODY = (*PEOPLE[:3], Who.COLLEAGUE, Who.OTHER)

DESCRIBED = ("Who is it?", "A name, or what you know, such as “a girl in Year 5”.")
TIE = ("Do you know them outside school?", "A relative, your own child, or a friend from before.")
MORE = ("Anything else? (optional)", "Facts only. You can add more later.")


@dataclass(frozen=True)
class Asks:
    """One kind: what it is for, the fields it asks in order, and what it says without asking (`always`).

    `labels` gives a field's label and hint; `required` what to say where something written is missing.
    """

    lead: str
    fields: tuple[str, ...]
    who: tuple[Who, ...] = ()
    labels: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    optional: frozenset[str] = frozenset({"tie"})
    required: Mapping[str, str] = field(default_factory=dict)
    always: Mapping[str, str] = field(default_factory=dict)


ASKS: dict[Kind, Asks] = {
    Kind.FRIEND_REQUEST: Asks(
        lead="Children and parents look for people they know online. Telling the school is the right thing, "
        "whatever you did with the request.",
        fields=(
            "who", "age", "described", "did", "platform", "platform_name", "happened_on", "tie", "words",
            "about_headteacher",
        ),
        who=PEOPLE,
        labels={
            "who": ("Who got in touch, or whom did you contact?", ""),
            "described": DESCRIBED,
            "tie": TIE,
            "words": MORE,
        },
    ),
    Kind.PRIOR_RELATIONSHIP: Asks(
        lead="A relative, your own child, or a friend from before, who is a pupil or a parent here. Said once, it is "
        "there when it is needed.",
        fields=("who", "age", "described", "tie", "words", "about_headteacher"),
        who=PEOPLE[:3],
        labels={
            "who": ("Who do you know?", ""),
            "described": DESCRIBED,
            "tie": ("How do you know them?", ""),
            "words": ("How long have you known them, and are you in touch online? (optional)", ""),
        },
        optional=frozenset(),
    ),
    Kind.EXCEPTIONAL_CONTACT: Asks(
        lead="Sometimes there is no other way to reach a parent. Telling the school is the right thing.",
        fields=("described", "platform", "platform_name", "happened_on", "tie", "words", "about_headteacher"),
        labels={
            "described": ("Which parent or carer?", "A name, or whose parent they are."),
            "platform": ("Where did you contact them?", ""),
            "tie": TIE,
            "words": ("Why was it needed, and what was said? (optional)", "Facts only. You can add more later."),
        },
        always={"who": Who.PARENT, "way": Way.SENT},
    ),
    Kind.CLOSURE_CONTACT: Asks(
        lead="You and a pupil or a parent were in touch from a personal account while the school was closed.",
        fields=(
            "who", "described", "way", "platform", "platform_name", "happened_on", "tie", "words", "about_headteacher",
        ),
        who=(Who.PUPIL, Who.PARENT),
        labels={
            "who": ("Who were you in touch with?", ""),
            "described": DESCRIBED,
            "tie": TIE,
            "words": ("What was it about? (optional)", "Facts only. You can add more later."),
        },
    ),
    Kind.THIRD_PARTY_POST: Asks(
        lead="Something somebody else posted, about the school or its people. You need not look further into it.",
        fields=(
            "words", "could_harm", "platform", "platform_name", "happened_on", "who", "described", "about_headteacher",
        ),
        who=ANYBODY,
        labels={
            "words": ("What did you see?", "Facts only: what it says, and where it can be found."),
            "happened_on": ("On what day did you see it?", ""),
            "who": ("Who posted it? (optional)", ""),
            "described": ("What do you know of them? (optional)", "A name, or the name of the account."),
        },
        optional=frozenset({"who", "described"}),
        required={"words": "Say what you saw."},
    ),
    Kind.SCHOOL_ACCOUNT: Asks(
        lead="A school account that was broken into, lost, or does something nobody at the school did.",
        fields=("words", "platform", "platform_name", "happened_on", "about_headteacher"),
        labels={
            "words": ("What is wrong?", "Never write a password here."),
            "platform": ("Where is the account?", ""),
            "happened_on": ("On what day did you notice?", ""),
        },
        required={"words": "Say what is wrong."},
    ),
    Kind.OTHER: Asks(
        lead="Anything else about social media that the school should know.",
        fields=("words", "happened_on", "who", "described", "about_headteacher"),
        who=ANYBODY,
        labels={
            "words": ("What do you want to tell the school?", "Facts only. You can add more later."),
            "who": ("Who is it about? (optional)", ""),
            "described": ("What do you know of them? (optional)", "A name, or what they do."),
        },
        optional=frozenset({"who", "described"}),
        required={"words": "Say what you want to tell the school."},
    ),
}  # fmt: skip

# Under each kind, where one chooses what the report is about.
MEANS: dict[Kind, str] = {
    Kind.FRIEND_REQUEST: "From a pupil, a former pupil or a parent, or to them.",
    Kind.PRIOR_RELATIONSHIP: "A relative, your own child or a friend from before, who is a pupil or a parent here.",
    Kind.EXCEPTIONAL_CONTACT: "There was no other way to reach them.",
    Kind.CLOSURE_CONTACT: "With a pupil or a parent, from a personal account.",
    Kind.THIRD_PARTY_POST: "About the school, its pupils, parents or staff.",
    Kind.SCHOOL_ACCOUNT: "Broken into, lost, or posting what nobody posted.",
    Kind.OTHER: "Anything about social media that the school should know.",
}
