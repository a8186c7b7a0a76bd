"""Drafts: started, filled in, discarded."""

import datetime as dt
from typing import Any

import pytest
from django.db import models

from audit.models import Entry
from incidents.journey import FIELDS, Page
from incidents.models import Incident
from incidents.services.drafts import (
    RECORDED,
    FaultyDays,
    NotADraft,
    discard_draft,
    log_incident,
    save_page,
    set_findings,
    start_draft,
)
from policies.rules.words import Finding
from tests.cast import NOW, TODAY, Cast
from tests.incidents.factories import (
    HAPPENED_ON,
    fill,
    make_draft,
    make_incident,
    reload_incident,
    whole_draft,
    with_findings,
)
from web.submit import ReasonNeeded, Stale

pytestmark = pytest.mark.engine

TOMORROW = TODAY + dt.timedelta(days=1)
YESTERDAY = TODAY - dt.timedelta(days=1)


def test_a_draft_belongs_to_whoever_started_it_and_goes_on_record(cast: Cast) -> None:
    draft = start_draft(by=cast.head, now=NOW, school=cast.school)

    assert (draft.status, draft.reference, draft.started_by) == ("draft", "", cast.head)
    entry = Entry.objects.get(action="incident.started")
    assert (entry.by, entry.row_id) == (cast.head, str(draft.pk))


def test_starting_twice_without_touching_the_draft_starts_it_once(cast: Cast) -> None:
    first = start_draft(by=cast.head, now=NOW, school=cast.school)

    assert start_draft(by=cast.head, now=NOW, school=cast.school) == first
    assert start_draft(by=cast.deputy, now=NOW, school=cast.school) != first


def test_a_draft_that_was_touched_is_left_alone_by_the_next_start(cast: Cast) -> None:
    touched = make_draft(cast.head, cast.school)

    assert start_draft(by=cast.head, now=NOW, school=cast.school) != touched


def test_a_page_is_kept_and_the_record_says_which_fields_changed(cast: Cast) -> None:
    draft = start_draft(by=cast.head, now=NOW, school=cast.school)

    fill(draft, cast.head, Page.WHAT, title="A post", facts="Siân Llŷr wrote: “ofnadwy”", opinion="Unkind.")

    stored = reload_incident(draft)
    assert (stored.title, stored.facts, stored.opinion) == ("A post", "Siân Llŷr wrote: “ofnadwy”", "Unkind.")
    changes = Entry.objects.get(action="incident.saved").changes
    assert changes == {"after": {"fields": ["title", "facts", "opinion"]}}


def test_no_field_that_anybody_may_write_in_freely_has_its_words_on_record() -> None:
    fields = {field.name: field for field in Incident._meta.get_fields() if not field.is_relation}
    answers = {field for page_fields in FIELDS.values() for field in page_fields}
    free = {
        name
        for name, field in fields.items()
        if not isinstance(field, (models.DateField, models.TimeField)) and not getattr(field, "choices", None)
    }

    assert RECORDED <= answers <= set(fields)
    assert RECORDED & free == set()
    assert {"title", "facts", "opinion", "account", "address", "platform_name"} <= free


@pytest.mark.parametrize("page", FIELDS)
def test_of_a_field_that_is_not_listed_the_record_says_only_that_it_changed(cast: Cast, page: Page) -> None:
    secret: dict[str, Any] = {name: f"Siân Llŷr {name}"[:10] for name in FIELDS[page] if name not in RECORDED}
    draft = fill(start_draft(by=cast.head, now=NOW, school=cast.school), cast.head, page, **secret)

    entries = Entry.objects.filter(action="incident.saved", row_id=str(draft.pk))
    assert [entry.changes for entry in entries] == ([{"after": {"fields": list(secret)}}] if secret else [])


def test_the_record_says_what_a_day_was_before(cast: Cast) -> None:
    draft = make_draft(cast.head, cast.school)

    fill(draft, cast.head, Page.WHEN, happened_on=dt.date(2026, 11, 8))

    changes = Entry.objects.filter(action="incident.saved").order_by("number").last().changes  # type: ignore[union-attr]  # saved just now
    assert changes["before"] == {"happened_on": "2026-11-09"}
    assert changes["after"] == {"happened_on": "2026-11-08", "fields": ["happened_on"]}


def test_facts_of_five_thousand_characters_are_kept_whole(cast: Cast) -> None:
    draft = start_draft(by=cast.head, now=NOW, school=cast.school)

    fill(draft, cast.head, Page.WHAT, facts="ŵ" * 5_000)

    assert reload_incident(draft).facts == "ŵ" * 5_000


def test_saving_the_same_answers_again_changes_nothing(cast: Cast) -> None:
    draft = make_draft(cast.head, cast.school)
    entries, revision = Entry.objects.count(), reload_incident(draft).revision

    fill(draft, cast.head, Page.WHEN, happened_on=HAPPENED_ON)

    assert (Entry.objects.count(), reload_incident(draft).revision) == (entries, revision)


def test_a_page_keeps_no_field_of_another_page(cast: Cast) -> None:
    draft = start_draft(by=cast.head, now=NOW, school=cast.school)

    fill(draft, cast.head, Page.WHERE, platform="facebook", status="logged", facts="Slipped in")

    stored = reload_incident(draft)
    assert (stored.platform, stored.status, stored.facts) == ("facebook", "draft", "")


def test_a_page_opened_before_the_last_change_is_refused(cast: Cast) -> None:
    draft = make_draft(cast.head, cast.school)

    with pytest.raises(Stale, match="changed this draft"):
        save_page(by=cast.head, now=NOW, incident=draft, revision=1, page=Page.WHAT, values={"title": "Mine"})

    assert reload_incident(draft).title == ""


@pytest.mark.parametrize(
    ("happened_on", "known_on", "at_fault"),
    [
        (TODAY, TODAY, set()),
        (YESTERDAY, YESTERDAY, set()),
        (YESTERDAY, TODAY, set()),
        (TOMORROW, None, {"happened_on"}),
        (TODAY, TOMORROW, {"known_on"}),
        (TODAY, YESTERDAY, {"known_on"}),
        (TOMORROW, TOMORROW, {"happened_on", "known_on"}),
        (TOMORROW, TODAY, {"happened_on"}),
        (None, TOMORROW, {"known_on"}),
        (None, TODAY, set()),
    ],
)
def test_no_day_is_in_the_future_and_nobody_knew_before_it_happened(
    cast: Cast, happened_on: dt.date | None, known_on: dt.date | None, at_fault: set[str]
) -> None:
    draft = start_draft(by=cast.head, now=NOW, school=cast.school)

    if at_fault:
        with pytest.raises(FaultyDays) as refused:
            fill(draft, cast.head, Page.WHEN, happened_on=happened_on, known_on=known_on)
        assert set(refused.value.faults) == at_fault
        assert reload_incident(draft).known_on is None
    else:
        fill(draft, cast.head, Page.WHEN, happened_on=happened_on, known_on=known_on)
        assert reload_incident(draft).known_on == known_on


@pytest.mark.parametrize(("minute", "refused"), [(0, False), (1, True)])
def test_a_time_of_today_is_not_in_the_future(cast: Cast, minute: int, refused: bool) -> None:
    draft = start_draft(by=cast.head, now=NOW, school=cast.school)
    at_time = dt.time(10, minute)

    if refused:
        with pytest.raises(FaultyDays, match="time"):
            fill(draft, cast.head, Page.WHEN, happened_on=TODAY, happened_at_time=at_time)
    else:
        assert fill(draft, cast.head, Page.WHEN, happened_on=TODAY, happened_at_time=at_time)


def test_a_late_time_of_an_earlier_day_is_fine(cast: Cast) -> None:
    draft = start_draft(by=cast.head, now=NOW, school=cast.school)

    assert fill(draft, cast.head, Page.WHEN, happened_on=YESTERDAY, happened_at_time=dt.time(23, 59))


def test_today_is_the_day_in_london_and_not_in_greenwich(cast: Cast) -> None:
    draft = start_draft(by=cast.head, now=NOW, school=cast.school)
    just_past_midnight_in_summer = dt.datetime(2026, 6, 30, 23, 30, tzinfo=dt.UTC)

    assert fill(draft, cast.head, Page.WHEN, now=just_past_midnight_in_summer, happened_on=dt.date(2026, 7, 1))


def test_findings_replace_those_before(cast: Cast) -> None:
    draft = make_draft(cast.head, cast.school)
    with_findings(draft, cast.head, {Finding.DEFAMATION: "", Finding.THREAT: ""})

    with_findings(draft, cast.head, {Finding.THREAT: "", Finding.OTHER_BREACH: "Against the spirit of it."})

    reasons = {finding.finding: finding.reason for finding in draft.findings.all()}
    assert reasons == {"threat": "", "other_breach": "Against the spirit of it."}
    entry = Entry.objects.filter(action="incident.findings_set").latest("number")
    assert entry.changes["before"] == {"findings": ["defamation", "threat"]}


def test_the_same_findings_again_change_nothing(cast: Cast) -> None:
    draft = make_draft(cast.head, cast.school)
    revision = with_findings(draft, cast.head, {Finding.THREAT: ""}).revision

    assert with_findings(draft, cast.head, {Finding.THREAT: ""}).revision == revision


@pytest.mark.parametrize("reason", ["", "   "])
def test_another_breach_needs_a_written_reason(cast: Cast, reason: str) -> None:
    draft = make_draft(cast.head, cast.school)

    with pytest.raises(ReasonNeeded):
        with_findings(draft, cast.head, {Finding.OTHER_BREACH: reason})


def test_findings_chosen_on_a_stale_page_are_refused(cast: Cast) -> None:
    draft = make_draft(cast.head, cast.school)

    with pytest.raises(Stale):
        set_findings(by=cast.head, now=NOW, incident=draft, revision=1, findings={Finding.THREAT: ""})


def test_discarding_deletes_nothing_and_hides_the_draft(cast: Cast) -> None:
    draft = whole_draft(cast)

    discard_draft(by=cast.head, now=NOW, incident=draft)

    assert reload_incident(draft).status == "discarded"
    assert reload_incident(draft).involvements.count() == 1
    assert not Incident.objects.visible_to(cast.head, on=TODAY).exists()
    assert Entry.objects.filter(action="incident.discarded", row_id=str(draft.pk)).exists()


def test_neither_a_logged_nor_a_discarded_incident_can_be_filled_in(cast: Cast) -> None:
    draft = discard_draft(by=cast.head, now=NOW, incident=whole_draft(cast))

    for closed in (draft, make_incident(cast)):
        with pytest.raises(NotADraft):
            fill(closed, cast.head, Page.WHAT, title="Changed")
        with pytest.raises(NotADraft):
            with_findings(closed, cast.head, {Finding.THREAT: ""})
        with pytest.raises(NotADraft):
            discard_draft(by=cast.head, now=NOW, incident=closed)
    with pytest.raises(NotADraft):
        log_incident(by=cast.head, now=NOW, incident=draft, revision=draft.revision)
