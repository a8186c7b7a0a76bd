"""What the pages of reports show: what was told, what the policy said of it, who reads it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

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
from policies.rules.wordings import Wordings, build_wordings
from policies.rules.words import Fact, Notice, Party, State
from policies.stored_packs import load_notices
from reports.models import StaffReport
from reports.policy_answer import (
    CONTACT_WITH,
    Kind,
    choose_recipients,
    list_open_steps,
    load_answer,
    was_in_touch,
    who_may_read,
)
from web.dates import day_in_words
from web.submit import Row
from web.text import join_words

ROLE_WORDS: dict[str, str] = {
    Role.HEADTEACHER: "the Headteacher",
    Role.DEPUTY: "the Deputy Headteacher",
    Role.SAFEGUARDING_LEAD: "the safeguarding lead",
    Role.CHAIR: "the Chair of governors",
}


@dataclass(frozen=True)
class ReportAnswer:
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
        return list(dict.fromkeys(exception for clause in self.conduct for exception in clause.exceptions))


def present_answer(report: StaffReport, *, to_writer: bool) -> ReportAnswer | None:
    """What the policy said when the report was made, as its writer or its readers are told; None if not asked."""
    answer = load_answer(report)
    if answer is None:
        return None
    party, wordings = answer.facts.party, build_wordings(answer.words)
    waiting = [step for step in answer.steps if step.state == State.WAITING]
    return ReportAnswer(
        supposed=report.kind == Kind.PRIOR_RELATIONSHIP,
        now=tuple(_present_step(step, party, wordings) for step in list_open_steps(answer)),
        later=tuple(_present_step(step, party, wordings) for step in waiting),
        silences=tuple(_present_silences(answer, to_writer=to_writer)),
        conduct=present_conduct(answer),
        duties=answer.duties,
        none_in_force=Notice.NO_VERSION_IN_FORCE in answer.notices,
        is_draft=answer.facts.draft,
        in_force_from=answer.in_force_from,
        knew_already=bool(answer.facts.confirmed & {Fact.PRIOR_RELATIONSHIP, Fact.OWN_CHILD}),
    )


def explain_no_answer(report: StaffReport) -> str:
    """Why the policy has nothing to answer, where it was not asked."""
    if report.kind == Kind.FRIEND_REQUEST and not was_in_touch(report) and report.who in CONTACT_WITH:
        who = report.get_who_display().lower()
        return (
            f"A request from {who} that was neither accepted nor answered is not contact. There is nothing in it for "
            "the school’s policy to answer."
        )
    return "This is none of the things the school’s policy is asked about. A person reads it and decides."


def list_notices(report: StaffReport, *, today: dt.date) -> list[str]:
    """What a reader must know today of the version that was asked, beside that it is a draft, which the page says."""
    if report.version is None:
        return []
    notices = load_notices(report.version, report.school, today=today)
    return [present_notice(notice).title for notice in notices if notice != Notice.DRAFT]


def list_rows(report: StaffReport) -> list[Row]:
    """What was told, as a summary list; what was not asked or not said is left out."""
    rows = [
        ("About", _describe_person(report)),
        ("Who they are", _describe_who(report)),
        ("Known outside school", report.get_tie_display()),
        ("What was done", _describe_actions(report)),
        ("Where", report.platform_name or report.get_platform_display()),
        ("Day", day_in_words(report.happened_on)),
        ("Could harm the school’s reputation", _describe_harm(report)),
        ("In words", report.words),
    ]
    return [Row(key, value) for key, value in rows if value]


def name_readers(report: StaffReport, *, on: dt.date) -> tuple[str, str]:
    """Who is told of it, in role words, and who else may open it; the second is empty where that is nobody."""
    readers = who_may_read(report, on=on)
    recipients = _name_roles(choose_recipients(report, readers))
    others = [role for role in _name_roles(readers) if role not in recipients]
    return join_words(recipients), join_words(others)


def report_title(report: StaffReport) -> str:
    if report.kind == Kind.FRIEND_REQUEST and report.who:
        return f"{report.get_kind_display()}: {report.get_who_display().lower()}"
    return report.get_kind_display()


def _describe_person(report: StaffReport) -> str:
    name = report.person.name if report.person else ""
    return " · ".join(filter(None, (name, report.described)))


def _describe_who(report: StaffReport) -> str:
    age = f", {report.age} years old" if report.age else ""
    return f"{report.get_who_display()}{age}" if report.who else ""


def _describe_actions(report: StaffReport) -> str:
    return ". ".join(filter(None, (report.get_way_display(), report.get_response_display())))


def _describe_harm(report: StaffReport) -> str:
    if report.kind != Kind.THIRD_PARTY_POST:
        return ""
    answer = load_answer(report)
    return "Yes, its writer thinks so" if answer and Fact.DISREPUTE_POSSIBLE in answer.facts.confirmed else "Not said"


def _present_step(answer: StepAnswer, party: Party, wordings: Wordings) -> StepShown:
    """A step with each clause as the document has it: what they wait for stands with the step."""
    clauses = tuple(present_clause(clause.clause) for clause in answer.clauses)
    return replace(present_step(answer, party, wordings), clauses=clauses)


def _present_silences(answer: Assessment, *, to_writer: bool) -> Iterable[SilenceShown]:
    """The silences of the answer, in words for whoever told of it or for who reads that."""
    which = "draft policy" if answer.facts.draft else "policy"
    findings = build_wordings(answer.words).findings
    for silent, silence in zip(answer.silent, present_silences(answer), strict=True):
        row = findings[silent.finding]
        words = row.by_writer if to_writer else row.by_colleague
        yield replace(silence, title=f"Your school’s {which} does not speak of {words}.")


def _name_roles(members: Iterable[Membership]) -> list[str]:
    """Their roles in words, in the order of the list above, each once."""
    roles = {member.role for member in members}
    return [words for role, words in ROLE_WORDS.items() if role in roles]
