"""A draft becomes an incident with a reference."""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from audit.models import Entry
from incidents.journey import Page
from incidents.models import Incident, ReferenceCounter
from incidents.services.drafts import (
    ChairLogsOthers,
    FaultyDays,
    NobodyCouldSeeIt,
    NotADraft,
    NotWhole,
    log_incident,
    start_draft,
)
from people.models import Membership, Relationship, Role
from people.services import add_member, add_user, end_membership, relate
from tests.cast import NOW, TODAY, Cast
from tests.incidents.factories import (
    KNOWN_ON,
    Part,
    fill,
    involve,
    make_incident,
    reload_incident,
    whole_draft,
    with_findings,
)
from web.submit import Stale

pytestmark = pytest.mark.engine

AT_ONCE = 8


def test_logging_gives_a_reference_and_puts_it_on_record(cast: Cast) -> None:
    incident = make_incident(cast)

    assert (incident.status, incident.reference) == ("logged", "CP-2026-0001")
    assert (incident.logged_by, incident.logged_at) == (cast.head, NOW)
    entry = Entry.objects.get(action="incident.logged")
    assert entry.changes["after"]["reference"] == "CP-2026-0001"


def test_references_count_up(cast: Cast) -> None:
    assert [make_incident(cast).reference for _ in range(3)] == ["CP-2026-0001", "CP-2026-0002", "CP-2026-0003"]


def test_the_year_is_the_one_it_is_logged_in_by_the_clock_of_london(cast: Cast) -> None:
    last_moment = dt.datetime(2026, 12, 31, 23, 59, 59, tzinfo=dt.UTC)
    before, after = whole_draft(cast), whole_draft(cast, title="Another")

    first = log_incident(by=cast.head, now=last_moment, incident=before, revision=reload_incident(before).revision)
    second = log_incident(
        by=cast.head,
        now=last_moment + dt.timedelta(seconds=1),
        incident=after,
        revision=reload_incident(after).revision,
    )

    assert (first.reference, second.reference) == ("CP-2026-0001", "CP-2027-0001")


def test_logging_twice_logs_once(cast: Cast) -> None:
    draft = whole_draft(cast)
    revision = reload_incident(draft).revision

    first = log_incident(by=cast.head, now=NOW, incident=draft, revision=revision)
    second = log_incident(by=cast.head, now=NOW, incident=draft, revision=revision)

    assert first.reference == second.reference
    assert Entry.objects.filter(action="incident.logged").count() == 1
    assert ReferenceCounter.objects.get().last == 1


def test_nobody_else_logs_what_is_logged_already(cast: Cast) -> None:
    incident = make_incident(cast)

    with pytest.raises(NotADraft):
        log_incident(by=cast.deputy, now=NOW, incident=incident, revision=incident.revision)


def test_answers_changed_after_they_were_checked_are_not_logged(cast: Cast) -> None:
    draft = whole_draft(cast)
    checked = reload_incident(draft).revision
    involve(draft, cast.head, cast.other_parent, Part.WITNESS)

    with pytest.raises(Stale):
        log_incident(by=cast.head, now=NOW, incident=draft, revision=checked)

    assert reload_incident(draft).reference == ""


def test_an_empty_draft_is_told_everything_it_lacks(cast: Cast) -> None:
    draft = start_draft(by=cast.head, now=NOW, school=cast.school)

    with pytest.raises(NotWhole) as refused:
        log_incident(by=cast.head, now=NOW, incident=draft, revision=draft.revision)

    pages = {answer.page for answer in refused.value.missing}
    assert pages == {Page.WHEN, Page.WHERE, Page.WHAT, Page.WHO, Page.FINDINGS}
    assert not ReferenceCounter.objects.exists()


Spoil = Callable[[Incident, Cast], object]
SPOILT: dict[str, tuple[Page, Spoil]] = {
    "no day": (Page.WHEN, lambda draft, cast: fill(draft, cast.head, Page.WHEN, happened_on=None)),
    "no day it was known": (Page.WHEN, lambda draft, cast: fill(draft, cast.head, Page.WHEN, known_on=None)),
    "no place": (Page.WHERE, lambda draft, cast: fill(draft, cast.head, Page.WHERE, platform="")),
    "an unnamed place": (Page.WHERE, lambda draft, cast: fill(draft, cast.head, Page.WHERE, platform="other")),
    "no audience": (Page.WHERE, lambda draft, cast: fill(draft, cast.head, Page.WHERE, audience="")),
    "no title": (Page.WHAT, lambda draft, cast: fill(draft, cast.head, Page.WHAT, title="")),
    "no facts": (Page.WHAT, lambda draft, cast: fill(draft, cast.head, Page.WHAT, facts="")),
    "no finding": (Page.FINDINGS, lambda draft, cast: with_findings(draft, cast.head, {})),
}


@pytest.mark.parametrize("lack", list(SPOILT))
def test_a_draft_that_lacks_one_thing_is_not_logged(cast: Cast, lack: str) -> None:
    draft = whole_draft(cast)
    page, spoil = SPOILT[lack]
    spoil(draft, cast)

    with pytest.raises(NotWhole) as refused:
        log_incident(by=cast.head, now=NOW, incident=draft, revision=reload_incident(draft).revision)

    assert [answer.page for answer in refused.value.missing] == [page]


def test_a_draft_without_a_subject_is_not_logged(cast: Cast) -> None:
    draft = whole_draft(cast, subjects=())
    involve(draft, cast.head, cast.parent, Part.WITNESS)

    with pytest.raises(NotWhole, match="who did it"):
        log_incident(by=cast.head, now=NOW, incident=draft, revision=reload_incident(draft).revision)


def test_what_is_not_on_a_platform_needs_no_audience(cast: Cast) -> None:
    draft = whole_draft(cast)
    fill(draft, cast.head, Page.WHERE, platform="not_online", audience="")

    assert log_incident(by=cast.head, now=NOW, incident=draft, revision=reload_incident(draft).revision).reference


def test_a_day_before_any_policy_is_logged_all_the_same(cast: Cast) -> None:
    assert make_incident(cast, happened_on=dt.date(2019, 5, 1)).reference == "CP-2026-0001"


def test_days_are_checked_again_when_it_is_logged(cast: Cast) -> None:
    draft = whole_draft(cast)
    the_day_before_it_was_known = dt.datetime.combine(KNOWN_ON, dt.time(12), tzinfo=dt.UTC) - dt.timedelta(days=1)

    with pytest.raises(FaultyDays):
        log_incident(
            by=cast.head, now=the_day_before_it_was_known, incident=draft, revision=reload_incident(draft).revision
        )


def test_the_chair_logs_an_incident_of_the_headteacher(cast: Cast) -> None:
    incident = make_incident(cast, by=cast.chair, subjects=(cast.person_of(cast.head),))

    assert incident.reference == "CP-2026-0001"
    assert Incident.objects.visible_to(cast.chair, on=TODAY).get() == incident


def test_the_chair_logs_nobody_elses(cast: Cast) -> None:
    draft = whole_draft(cast, by=cast.chair)

    with pytest.raises(ChairLogsOthers, match="only where the Headteacher did it"):
        log_incident(by=cast.chair, now=NOW, incident=draft, revision=reload_incident(draft).revision)


def test_a_headteacher_may_log_what_they_will_not_see_again(cast: Cast) -> None:
    incident = make_incident(cast, affected=(cast.person_of(cast.head),))

    assert not Incident.objects.visible_to(cast.head, on=TODAY).exists()
    assert Incident.objects.visible_to(cast.deputy, on=TODAY).get() == incident


def refused_for_want_of_anybody(draft: Incident, cast: Cast) -> None:
    with pytest.raises(NobodyCouldSeeIt, match="Ask your Administrator"):
        log_incident(by=cast.head, now=NOW, incident=draft, revision=reload_incident(draft).revision)
    assert reload_incident(draft).status == "draft"


def test_what_nobody_could_see_is_not_logged(cast: Cast) -> None:
    everybody = tuple(cast.person_of(user) for user in (cast.head, cast.deputy, cast.lead))

    refused_for_want_of_anybody(whole_draft(cast, affected=everybody), cast)


def test_the_headteachers_incident_is_not_logged_while_the_chair_is_their_relative(cast: Cast) -> None:
    head, chair = cast.person_of(cast.head), cast.person_of(cast.chair)
    relate(by=None, now=NOW, person=chair, kind=Relationship.Kind.PARTNER, relative=head)

    refused_for_want_of_anybody(whole_draft(cast, subjects=(head,)), cast)


def test_the_headteachers_incident_is_not_logged_while_there_is_no_chair(cast: Cast) -> None:
    chairing = Membership.objects.get(user=cast.chair)
    end_membership(by=cast.administrator, now=NOW, membership=chairing, to_on=TODAY - dt.timedelta(days=1))
    draft = whole_draft(cast, subjects=(cast.person_of(cast.head),))
    refused_for_want_of_anybody(draft, cast)

    newcomer = add_user(by=None, now=NOW, email="new.chair@cornist-park.example", name="Mair Rees")
    add_member(by=None, now=NOW, school=cast.school, user=newcomer, role=Role.CHAIR, from_on=TODAY)

    assert log_incident(by=cast.head, now=NOW, incident=draft, revision=reload_incident(draft).revision).reference


@pytest.mark.django_db(transaction=True)
def test_many_who_log_at_once_get_a_reference_each(cast: Cast) -> None:
    drafts = [whole_draft(cast, title=f"Post {number}") for number in range(AT_ONCE)]

    references = _all_at_once([(draft, reload_incident(draft).revision) for draft in drafts], cast)

    assert sorted(references) == [f"CP-2026-{number:04d}" for number in range(1, AT_ONCE + 1)]


@pytest.mark.django_db(transaction=True)
def test_one_draft_logged_many_times_at_once_gets_one_reference(cast: Cast) -> None:
    draft = whole_draft(cast)

    references = _all_at_once([(draft, reload_incident(draft).revision)] * AT_ONCE, cast)

    assert references == ["CP-2026-0001"] * AT_ONCE
    assert ReferenceCounter.objects.get().last == 1


def _all_at_once(drafts: list[tuple[Incident, int]], cast: Cast) -> list[str]:
    def log(turn: tuple[Incident, int]) -> str:
        draft, revision = turn
        try:
            return log_incident(by=cast.head, now=NOW, incident=draft, revision=revision).reference
        finally:
            connections.close_all()

    connection.close()
    with ThreadPoolExecutor(max_workers=AT_ONCE) as threads:
        return list(threads.map(log, drafts))
