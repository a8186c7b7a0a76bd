"""Asks the policy about a report, and reads what it answered."""

import datetime as dt
from dataclasses import dataclass

from incidents.models import StaffReport
from incidents.report_findings import Question
from people.models import School
from policies.models import Version
from policies.rules.answer import from_stored
from policies.rules.assessment import Assessment, Facts, StepAnswer
from policies.rules.words import FIRM, Party, State, Step
from policies.stored_packs import assess_stored_version, find_answering_draft

# Steps that have somebody told.
TELLS_SOMEBODY = frozenset({Step.INFORM_HEADTEACHER, Step.SAFEGUARDING_PROCEDURES})


@dataclass(frozen=True)
class Answered:
    """The version that was asked, if one was in force, and what it said."""

    version: Version | None
    assessment: Assessment


def ask(
    question: Question, *, school: School, party: Party, on: dt.date, today: dt.date, draft: bool = False
) -> Answered:
    """What the policy in force on the day says of what was told; where none was, that and the law's duties.

    `draft` asks the draft of a school that has no policy yet, by name: its answer carries the notice that it is one.
    """
    version = Version.objects.in_force_at(school, on=on) or (find_answering_draft(school) if draft else None)
    facts = Facts(
        policy=version.policy.slug if version else "",
        on=on,
        today=today,
        party=party,
        findings=frozenset({question.finding}),
        confirmed=question.facts,
        draft=version is not None and version.status != Version.Status.ADOPTED,
    )
    return Answered(version, assess_stored_version(version, facts, school=school))


def asks_to_tell_at_once(question: Question, assessment: Assessment) -> bool:
    """Whether an open step binds the school to have somebody told of what happened."""
    return not question.supposed and any(
        one.step in TELLS_SOMEBODY and one.force in FIRM for one in opened(assessment)
    )


def stored_answer(report: StaffReport) -> Assessment | None:
    """What the policy said when the report was made, or None where it was not asked."""
    return from_stored(report.answer) if report.answer else None


def steps_given(report: StaffReport) -> list[StepAnswer]:
    """The open steps for what happened: none for what is only supposed, or where the policy was not asked."""
    assessment = stored_answer(report)
    if assessment is None or report.kind == StaffReport.Kind.PRIOR_RELATIONSHIP:
        return []
    return opened(assessment)


def opened(assessment: Assessment) -> list[StepAnswer]:
    """The steps that the policy gives now."""
    return [one for one in assessment.steps if one.state == State.OPEN]
