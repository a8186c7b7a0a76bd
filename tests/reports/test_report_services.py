"""Reports as they are kept: made once, added to, read, answered, and begun incidents from."""

import datetime as dt
import json
import uuid
from typing import Any

import pytest

from audit.models import Entry
from incidents.services.drafts import PersonOfAnotherSchool
from people.models import Membership
from policies.rules.words import Fact, Finding, Party, State, Step
from reports.concerns.services import NobodyCouldRead
from reports.models import LowLevelConcern, ReportAddition, StaffReport
from reports.policy_answer import Kind, ReportInput, load_answer
from reports.services import (
    add_to_report,
    make_report,
    read_report,
    say_outcome,
    start_incident,
)
from tests.cast import NOW, TODAY, Cast
from tests.reports.factories import friend_request, make_staff_report, reload_report, team_keeping_to
from web.submit import Refused, Stale

SECRETS = ("A boy in Year 5", "At home time.", "He wrote again.", "Thank you for that.", "Aled Lloyd", "Tomos Hughes")


def answer(cast: Cast, report: StaffReport, **fields: Any) -> StaffReport:
    about: dict[str, Any] = {
        "by": cast.head,
        "revision": reload_report(report).revision,
        "outcome": StaffReport.Outcome.NOTED,
        "line": "Thank you for that.",
    }
    return say_outcome(now=NOW, report=report, **(about | fields))


# Making one


def test_a_report_keeps_what_was_told_and_what_the_policy_said(cast: Cast) -> None:
    report = reload_report(make_staff_report(cast, words="At home time.", response="replied"))

    assert (report.reported_by, report.reported_at, report.school) == (cast.teacher, NOW, cast.school)
    assert (report.words, report.response, report.version) == ("At home time.", "replied", cast.version)
    answer = load_answer(report)
    assert answer is not None
    assert (answer.facts.on, answer.facts.party) == (TODAY, Party.STAFF)
    assert answer.facts.findings == {Finding.PUPIL_CONTACT}


def test_the_policy_of_the_day_it_happened_is_asked(cast: Cast) -> None:
    report = make_staff_report(cast, happened_on=dt.date(2021, 10, 31))

    assert report.version is None


def test_nothing_is_asked_where_nothing_is_told_that_a_policy_knows(cast: Cast) -> None:
    report = make_staff_report(cast, report_input=ReportInput(kind=Kind.OTHER, words="A question."))

    assert (report.version, report.answer, report.at_once) == (None, None, False)


def test_the_same_form_is_kept_once(cast: Cast) -> None:
    token = uuid.uuid4()

    report = [
        make_report(
            by=cast.teacher,
            now=NOW,
            school=cast.school,
            party=Party.STAFF,
            report_input=friend_request(),
            form_token=token,
        )
        for _ in range(2)
    ]

    assert report[0] == report[1]
    assert Entry.objects.filter(action="report.made").count() == 1


def test_a_day_to_come_and_somebody_of_another_school_are_refused(cast: Cast) -> None:
    elsewhere = team_keeping_to("bradley").teacher.people.get()

    with pytest.raises(Refused, match="today or in the past"):
        make_staff_report(cast, happened_on=TODAY + dt.timedelta(days=1))
    with pytest.raises(PersonOfAnotherSchool):
        make_staff_report(cast, person=elsewhere)
    make_staff_report(cast, happened_on=TODAY)


@pytest.mark.parametrize("who", ["chair", "teacher"])
def test_what_nobody_could_read_is_refused_and_leaves_nothing(cast: Cast, who: str) -> None:
    if who == "teacher":
        Membership.objects.filter(user=cast.chair).delete()
    before = Entry.objects.count()

    with pytest.raises(NobodyCouldRead):
        make_staff_report(cast, by=getattr(cast, who), about_headteacher=True)

    assert not StaffReport.objects.exists()
    assert not LowLevelConcern.objects.exists()
    assert Entry.objects.count() == before


def test_where_the_only_reader_is_the_one_concerned_it_is_refused(cast: Cast) -> None:
    Membership.objects.filter(user__in=[cast.head, cast.deputy]).delete()

    with pytest.raises(NobodyCouldRead):
        make_staff_report(cast, person=cast.person_of(cast.lead), who="colleague")


# The neutral entry among low-level concerns


@pytest.mark.parametrize("kind", [Kind.FRIEND_REQUEST, Kind.EXCEPTIONAL_CONTACT, Kind.CLOSURE_CONTACT])
def test_what_staff_tell_of_their_own_contact_stands_neutrally_in_the_register(cast: Cast, kind: Kind) -> None:
    report = make_staff_report(cast, report_input=friend_request(kind=kind))

    assert LowLevelConcern.objects.get(report=report).about == cast.person_of(cast.teacher)


@pytest.mark.parametrize("kind", [Kind.PRIOR_RELATIONSHIP, Kind.THIRD_PARTY_POST, Kind.SCHOOL_ACCOUNT, Kind.OTHER])
def test_other_reports_leave_no_entry(cast: Cast, kind: Kind) -> None:
    make_staff_report(cast, report_input=friend_request(kind=kind))

    assert not LowLevelConcern.objects.exists()


def test_a_governor_leaves_no_entry(cast: Cast) -> None:
    make_staff_report(cast, by=cast.governor, party=Party.GOVERNOR)

    assert not LowLevelConcern.objects.exists()


def test_a_report_about_the_headteacher_leaves_none_that_would_tell_them_of_it(cast: Cast) -> None:
    make_staff_report(cast, about_headteacher=True)

    assert not LowLevelConcern.objects.exists()


def test_the_headteacher_s_own_report_leaves_one_for_the_chair(cast: Cast) -> None:
    make_staff_report(cast, by=cast.head)

    entries = LowLevelConcern.objects.filter(about=cast.person_of(cast.head))
    assert [entries.visible_to(reader, on=TODAY).count() for reader in (cast.chair, cast.lead, cast.head)] == [1, 0, 0]


# Afterwards


def test_an_addition_is_kept_once_and_makes_open_forms_stale(cast: Cast) -> None:
    report, token = make_staff_report(cast), uuid.uuid4()

    for _ in range(2):
        add_to_report(by=cast.teacher, now=NOW, report=report, words="He wrote again.", form_token=token)

    assert ReportAddition.objects.get().words == "He wrote again."
    assert reload_report(report).revision == report.revision + 1
    with pytest.raises(Refused, match="Write what you want to add"):
        add_to_report(by=cast.teacher, now=NOW, report=report, words=" ", form_token=uuid.uuid4())


def test_nobody_adds_to_somebody_else_s_report(cast: Cast) -> None:
    report = make_staff_report(cast)

    with pytest.raises(StaffReport.DoesNotExist):
        add_to_report(by=cast.head, now=NOW, report=report, words="Mine.", form_token=uuid.uuid4())


def test_the_first_reading_stays_and_later_ones_read_what_was_added(cast: Cast) -> None:
    report, later = make_staff_report(cast), NOW + dt.timedelta(hours=1)

    read_report(by=cast.lead, now=NOW, report=report)
    added = add_to_report(by=cast.teacher, now=NOW, report=report, words="He wrote again.", form_token=uuid.uuid4())
    read_report(by=cast.head, now=later, report=report)

    assert (reload_report(report).read_by, reload_report(report).read_at) == (cast.lead, NOW)
    added.refresh_from_db()
    assert added.read_at == later


def test_an_outcome_given_on_an_old_page_is_refused(cast: Cast) -> None:
    report = make_staff_report(cast)
    answer(cast, report)

    with pytest.raises(Stale):
        answer(cast, report, by=cast.deputy, line="Mine.", revision=report.revision)

    assert (reload_report(report).outcome_by, reload_report(report).outcome_line) == (cast.head, "Thank you for that.")


def test_the_same_outcome_sent_twice_is_kept_once(cast: Cast) -> None:
    report = make_staff_report(cast)

    for _ in range(2):
        answer(cast, report, revision=report.revision)

    assert Entry.objects.filter(action="report.answered").count() == 1


def test_an_outcome_needs_its_line(cast: Cast) -> None:
    with pytest.raises(Refused, match="Write the line"):
        answer(cast, make_staff_report(cast), line=" ")


def test_everything_is_on_record_and_nothing_that_was_written_is(cast: Cast) -> None:
    report = make_staff_report(cast, by=cast.deputy, words="At home time.", person=cast.pupil, response="accepted")
    add_to_report(by=cast.deputy, now=NOW, report=report, words="He wrote again.", form_token=uuid.uuid4())
    read_report(by=cast.head, now=NOW, report=report)
    answer(cast, report)
    start_incident(by=cast.head, now=NOW, report=report)

    entries = Entry.objects.filter(row_kind="reports.staffreport", row_id=str(report.pk)).order_by("number")
    actions = [entry.action for entry in entries]
    assert actions == ["report.made", "report.added_to", "report.read", "report.answered", "report.linked"]
    told_of = json.dumps([[entry.changes, entry.reason] for entry in Entry.objects.all()])
    assert [secret for secret in SECRETS if secret in told_of] == []


# What else was known of the other person


@pytest.mark.django_db
def test_at_bradley_a_friend_from_before_is_advised_against_contact_all_the_same() -> None:
    report = make_staff_report(team_keeping_to("bradley"), who="parent", response="accepted", tie="friend_before")

    answer = load_answer(report)
    assert answer is not None
    assert answer.facts.confirmed == {Fact.PRIOR_RELATIONSHIP}
    assert Step.ADVISE in [step.step for step in answer.steps if step.state == State.OPEN]
