"""The register of low-level concerns: who may be entered, by whom, and what is kept of it."""

import datetime as dt
import uuid

import pytest

from audit.models import Entry
from people.models import Membership, Person, Relationship, User
from people.services import end_membership, relate
from reports.concerns.services import (
    OWN_CONTACT,
    NobodyCouldRead,
    NotAboutStaff,
    note_self_report,
    record_concern_review,
    record_concerns_read,
)
from reports.models import ConcernReview, LowLevelConcern, StaffReport
from tests.cast import NOW, TODAY, Cast
from tests.reports.concerns.factories import make_concern
from tests.reports.factories import make_staff_report
from web.submit import Refused, Stale

TOKEN = uuid.UUID(int=7)
YESTERDAY = TODAY - dt.timedelta(days=1)
READERS = ("head", "deputy", "lead", "teacher", "governor", "chair", "clerk", "administrator", "outsider", "stranger")


def review(cast: Cast, *, entries: int, token: uuid.UUID = TOKEN) -> ConcernReview:
    return record_concern_review(
        by=cast.head,
        now=NOW,
        about=cast.person_of(cast.teacher),
        revision=entries,
        words="Two slips; I will talk with him.",
        form_token=token,
    )


def leaves(cast: Cast, who: User) -> None:
    """Their role ended yesterday."""
    end_membership(
        by=cast.administrator, now=NOW, membership=Membership.objects.get(user=who, to_on=None), to_on=YESTERDAY
    )


def tie(cast: Cast, one: User, other: User) -> None:
    relate(
        by=None,
        now=NOW,
        person=cast.person_of(one),
        kind=Relationship.Kind.SIBLING,
        relative=cast.person_of(other),
    )


def seen_by(cast: Cast, entry: LowLevelConcern) -> set[str]:
    concerns = {name: LowLevelConcern.objects.visible_to(getattr(cast, name), on=TODAY) for name in READERS}
    return {name for name, rows in concerns.items() if rows.filter(pk=entry.pk).exists()}


def test_an_entry_is_kept_whole_with_who_wrote_it_and_when(cast: Cast) -> None:
    concern = LowLevelConcern.objects.get(pk=make_concern(cast).pk)

    assert (concern.school, concern.about, concern.recorded_by, concern.recorded_at) == (
        cast.school,
        cast.person_of(cast.teacher),
        cast.head,
        NOW,
    )
    assert concern.words.startswith("Photographed")
    assert concern.done.startswith("Asked him")
    assert not concern.is_self_report


def test_the_record_says_that_an_entry_was_made_and_holds_no_name_and_no_word_of_it(cast: Cast) -> None:
    concern = make_concern(cast)
    entry = Entry.objects.get(action="concern.recorded", row_id=str(concern.pk))

    assert entry.changes["after"] == {"about": concern.about_id, "happened_on": "2026-11-03"}
    assert "Aled" not in str(entry.changes) + entry.reason
    assert "Photographed" not in str(entry.changes) + entry.reason


def test_a_form_sent_twice_adds_one_entry(cast: Cast) -> None:
    first = make_concern(cast, form_token=TOKEN)
    entries = Entry.objects.count()

    assert make_concern(cast, form_token=TOKEN, words="Sent again.") == first
    assert LowLevelConcern.objects.count() == 1
    assert Entry.objects.count() == entries


def test_a_day_to_come_is_refused_and_today_is_not(cast: Cast) -> None:
    with pytest.raises(Refused, match="today or in the past"):
        make_concern(cast, happened_on=TODAY + dt.timedelta(days=1))

    assert make_concern(cast, happened_on=TODAY).happened_on == TODAY


def test_midnight_is_that_of_the_school(cast: Cast) -> None:
    summer_evening = dt.datetime(2026, 7, 1, 23, 30, tzinfo=dt.UTC)

    assert make_concern(cast, now=summer_evening, happened_on=dt.date(2026, 7, 2)).pk


def test_an_entry_is_about_a_member_of_staff(cast: Cast) -> None:
    for nobody in (cast.parent, cast.pupil, cast.person_of(cast.governor)):
        with pytest.raises(NotAboutStaff):
            make_concern(cast, about=nobody)


def test_nobody_enters_themselves(cast: Cast) -> None:
    with pytest.raises(NotAboutStaff):
        make_concern(cast, by=cast.lead, about=cast.person_of(cast.lead))


def test_what_the_safeguarding_lead_raises_about_the_headteacher_goes_to_the_chair(cast: Cast) -> None:
    entry = make_concern(cast, by=cast.lead, about=cast.person_of(cast.head))

    assert seen_by(cast, entry) == {"chair"}


def test_an_entry_that_nobody_could_read_is_refused_with_what_to_do(cast: Cast) -> None:
    leaves(cast, cast.chair)
    entries = Entry.objects.count()

    with pytest.raises(NobodyCouldRead, match="Ask your Administrator to give somebody who is not involved the role"):
        make_concern(cast, by=cast.lead, about=cast.person_of(cast.head))
    assert not LowLevelConcern.objects.exists()
    assert Entry.objects.count() == entries


def test_a_chair_who_is_a_relative_of_the_headteacher_could_not_read_it_either(cast: Cast) -> None:
    tie(cast, cast.chair, cast.head)

    with pytest.raises(NobodyCouldRead):
        make_concern(cast, by=cast.lead, about=cast.person_of(cast.head))


def test_an_entry_about_a_relative_of_one_reader_is_kept_for_the_other(cast: Cast) -> None:
    tie(cast, cast.head, cast.teacher)

    assert seen_by(cast, make_concern(cast, by=cast.head)) == {"lead"}


@pytest.mark.parametrize(
    ("about", "readers"),
    [
        ("teacher", {"head", "lead"}),
        ("deputy", {"head", "lead"}),
        ("administrator", {"head", "lead"}),
        ("lead", {"head"}),
        ("head", {"chair"}),
    ],
)
def test_an_entry_is_read_by_those_it_is_for_and_nobody_else(cast: Cast, about: str, readers: set[str]) -> None:
    person: Person = cast.person_of(getattr(cast, about))
    by = cast.lead if about == "head" else cast.head

    assert seen_by(cast, make_concern(cast, by=by, about=person)) == readers


@pytest.mark.parametrize("who", ["head", "lead"])
def test_the_tie_keeps_an_entry_away_whichever_way_it_was_entered(cast: Cast, who: str) -> None:
    entry = make_concern(cast)
    tie(cast, cast.teacher, getattr(cast, who))

    assert seen_by(cast, entry) == {"head", "lead"} - {who}


def test_a_reader_whose_role_has_ended_reads_no_more(cast: Cast) -> None:
    entry = make_concern(cast)
    leaves(cast, cast.lead)

    assert seen_by(cast, entry) == {"head"}


def test_reading_a_persons_entries_is_on_record(cast: Cast) -> None:
    person = cast.person_of(cast.teacher)
    record_concerns_read(by=cast.lead, now=NOW, about=person)
    entry = Entry.objects.get(action="concern.read")

    assert (entry.by_id, entry.row_kind, entry.row_id) == (cast.lead.pk, "people.person", str(person.pk))


def test_a_review_keeps_what_was_read_and_what_was_made_of_it(cast: Cast) -> None:
    make_concern(cast)
    make_concern(cast)
    concern = review(cast, entries=2)

    assert (concern.entries, concern.reviewed_by, concern.reviewed_at) == (2, cast.head, NOW)
    entry = Entry.objects.get(action="concern.reviewed")
    assert entry.changes["after"] == {"about": concern.about_id, "entries": 2}


def test_a_review_sent_twice_is_kept_once_though_an_entry_came_between(cast: Cast) -> None:
    make_concern(cast)
    first = review(cast, entries=1)
    make_concern(cast)

    assert review(cast, entries=1) == first
    assert ConcernReview.objects.count() == 1


def test_a_review_of_entries_that_are_not_all_is_refused(cast: Cast) -> None:
    make_concern(cast)
    make_concern(cast)

    with pytest.raises(Stale, match="An entry was added"):
        review(cast, entries=1)
    assert not ConcernReview.objects.exists()


def test_there_is_nothing_to_review_where_nothing_was_raised(cast: Cast) -> None:
    make_staff_report(cast)

    with pytest.raises(Refused, match="no entries to look at"):
        review(cast, entries=0)


def test_what_staff_tell_of_their_own_contact_stands_as_a_neutral_entry(cast: Cast) -> None:
    report = make_staff_report(cast)
    entry = LowLevelConcern.objects.get()

    assert (entry.about, entry.report, entry.recorded_by) == (cast.person_of(cast.teacher), report, cast.teacher)
    assert entry.is_self_report
    assert entry.words == "They told the school of this themselves: a friend request or a message."
    assert entry.happened_on == report.happened_on
    assert Entry.objects.get(action="concern.noted").changes["after"] == {"report": report.pk}


def test_a_neutral_entry_repeats_nothing_of_the_report(cast: Cast) -> None:
    make_staff_report(cast, words="Tomos wrote to me twice.", described="Tomos from Year 5")
    entry = LowLevelConcern.objects.get()

    assert "Tomos" not in entry.words + entry.done


def test_a_report_is_noted_once_however_often_that_is_asked(cast: Cast) -> None:
    report = make_staff_report(cast)
    entry = LowLevelConcern.objects.get()

    assert note_self_report(by=cast.teacher, now=NOW, report=report) == entry
    assert Entry.objects.filter(action="concern.noted").count() == 1


@pytest.mark.parametrize("kind", [kind for kind in StaffReport.Kind if kind not in OWN_CONTACT])
def test_what_is_not_ones_own_contact_is_no_entry(cast: Cast, kind: StaffReport.Kind) -> None:
    report = make_staff_report(cast)
    report.kind = kind

    assert note_self_report(by=cast.teacher, now=NOW, report=report) is None


def test_a_colleagues_request_is_no_entry(cast: Cast) -> None:
    make_staff_report(cast, who="colleague", described="Somebody in the office")

    assert not LowLevelConcern.objects.exists()


def test_a_governors_own_report_is_no_entry_about_staff(cast: Cast) -> None:
    make_staff_report(cast, by=cast.governor)

    assert not LowLevelConcern.objects.exists()


def test_a_headteachers_own_report_is_an_entry_for_the_chair(cast: Cast) -> None:
    make_staff_report(cast, by=cast.head)

    assert seen_by(cast, LowLevelConcern.objects.get()) == {"chair"}
