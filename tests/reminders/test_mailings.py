"""The mails: one digest on a school day at the chosen time, what goes at once on any day, and what a mail says."""

import datetime as dt

import pytest
from django.core import mail

from people.models import User
from people.services import choose_daily_mail, set_term
from reminders.models import Mailing, Reminder
from reminders.services import create_reminders, make_mailings
from tests.breaches.factories import make_case
from tests.cast import NOW, Cast
from tests.incidents.factories import make_incident
from tests.reminders.factories import DAY, FRIDAY, MONDAY, SATURDAY, SUNDAY, TUESDAY, Kind, at, run_worker
from tests.reports.factories import make_staff_report, team_keeping_to

pytestmark = pytest.mark.engine

HEAD = ["headteacher@cornist-park.example"]


def mails_of_the_head(now: dt.datetime) -> int:
    """How many mails the Headteacher of the cast gets from what a worker does at this moment."""
    return len([sent for sent in run_worker(now) if sent.to == HEAD])


def choose_time(user: User, time: dt.time) -> None:
    choose_daily_mail(by=user, now=NOW, at=time)


def test_a_digest_comes_once_a_day_with_everything_in_it(cast: Cast) -> None:
    make_case(cast)

    assert mails_of_the_head(FRIDAY) == 1
    assert mail.outbox[0].subject == "[Sensitive: open in private] You have 2 things to do in Rung"
    assert mails_of_the_head(FRIDAY + dt.timedelta(hours=1)) == 0
    make_incident(cast, now=FRIDAY, title="A second one")
    assert mails_of_the_head(FRIDAY + dt.timedelta(hours=5)) == 0


def test_what_one_mail_told_the_next_does_not_repeat(cast: Cast) -> None:
    make_case(cast)

    assert [mails_of_the_head(now) for now in (FRIDAY, SATURDAY, SUNDAY, MONDAY, TUESDAY)] == [1, 0, 0, 0, 0]


@pytest.mark.parametrize(("hour", "minute", "comes"), [(15, 59, 0), (16, 0, 1), (16, 1, 1), (23, 59, 1)])
def test_it_comes_at_the_chosen_time_or_after_and_not_before(cast: Cast, hour: int, minute: int, comes: int) -> None:
    choose_time(cast.head, dt.time(16, 0))
    make_case(cast)

    assert mails_of_the_head(at(hour, minute)) == comes


def test_before_and_after_midnight_are_two_days_with_a_mail_each(cast: Cast) -> None:
    choose_time(cast.head, dt.time(0, 0))
    make_incident(cast)

    assert mails_of_the_head(at(23, 59)) == 1
    assert mails_of_the_head(at(0, 0, of=FRIDAY)) == 0
    make_case(cast, incident=make_incident(cast, title="Another"))
    assert mails_of_the_head(at(0, 30, of=FRIDAY)) == 1


def test_midnight_is_london_s(cast: Cast) -> None:
    choose_time(cast.head, dt.time(0, 0))
    make_case(cast)

    run_worker(dt.datetime(2027, 6, 30, 23, 0, tzinfo=dt.UTC))

    assert {mailing.day for mailing in Mailing.objects.all()} == {dt.date(2027, 7, 1)}


def test_a_time_the_clocks_jump_over_comes_when_they_have_jumped(cast: Cast) -> None:
    # The clocks change on Sundays, when a digest waits; so the school is asked on a Sunday by its making alone.
    choose_time(cast.head, dt.time(1, 30))
    make_case(cast)
    create_reminders(now=NOW)

    before, after = (dt.datetime(2027, 3, 28, hour, minute, tzinfo=dt.UTC) for hour, minute in ((0, 59), (1, 0)))
    make_mailings(now=before)
    make_mailings(now=after)

    assert not Mailing.objects.exists()
    assert mails_of_the_head(dt.datetime(2027, 3, 30, 0, 30, tzinfo=dt.UTC)) == 1


def test_on_the_day_after_the_clocks_go_back_the_mail_comes_by_the_new_clock(cast: Cast) -> None:
    make_case(cast)
    monday = dt.datetime(2027, 11, 1, 0, 0, tzinfo=dt.UTC)

    assert mails_of_the_head(monday + dt.timedelta(hours=6, minutes=30)) == 0
    assert mails_of_the_head(monday + dt.timedelta(hours=7, minutes=30)) == 1


def test_it_waits_for_the_first_school_day_after_the_holiday(cast: Cast) -> None:
    for name, first, last in (("Autumn", 1, 11), ("Winter", 17, 30)):
        days = {"starts_on": dt.date(2026, 11, first), "ends_on": dt.date(2026, 11, last)}
        set_term(by=cast.head, now=NOW, school=cast.school, name=name, **days)
    make_case(cast)

    assert [mails_of_the_head(now) for now in (NOW, FRIDAY, SATURDAY, MONDAY, TUESDAY)] == [0, 0, 0, 0, 1]


def test_it_waits_for_a_bank_holiday_to_end(cast: Cast) -> None:
    make_case(cast)
    christmas = dt.datetime(2026, 12, 25, 10, 0, tzinfo=dt.UTC)

    assert [mails_of_the_head(christmas + days * DAY) for days in range(5)] == [0, 0, 0, 0, 1]


@pytest.mark.django_db
def test_what_goes_at_once_goes_apart_from_the_digest_and_keeps_nobody_from_it() -> None:
    team = team_keeping_to("st-peters")
    make_staff_report(team)

    run_worker(NOW)
    make_staff_report(team, now=FRIDAY)
    run_worker(FRIDAY)

    sent = Mailing.objects.filter(to=team.head, sent_at__isnull=False)
    assert [mailing.day for mailing in sent.filter(at_once=True)] == [FRIDAY.date(), NOW.date()]
    assert sent.filter(at_once=False, day=NOW.date()).exists()


def test_a_mail_says_how_many_and_where_and_nothing_else(cast: Cast, settings: object) -> None:
    settings.SITE_URL = "https://rung.example"  # type: ignore[attr-defined]  # pytest-django's
    make_case(cast)
    run_worker(FRIDAY)

    written = mail.outbox[0].message()

    assert written.get_content_type() == "text/plain"
    assert str(mail.outbox[0].body) == (
        "You have 2 things to do in Rung.\n\n"
        "Open Rung where nobody reads along, to see what:\nhttps://rung.example/\n\n"
        "This mail says no more than that on purpose. Choose when it comes: https://rung.example/reminders/\n"
    )


def test_no_mail_names_a_person_a_school_or_a_reference(cast: Cast) -> None:
    case = make_case(cast)
    mails = [sent for now in (FRIDAY, MONDAY, TUESDAY, MONDAY + 7 * DAY) for sent in run_worker(now)]

    words = [case.reference, case.title, cast.parent.name, "Hughes", cast.school.name, "Cornist", "Headteacher"]
    words += [user.name for user in User.objects.all()]
    for sent in mails:
        message = sent.message()
        del message["To"]
        assert [word for word in words if word.lower() in message.as_string().lower()] == []
    assert len(mails) > 5


def test_somebody_who_may_no_longer_sign_in_gets_nothing(cast: Cast) -> None:
    make_case(cast)
    cast.head.is_active = False
    cast.head.save()

    assert mails_of_the_head(FRIDAY) == 0
    assert Kind.CASE not in set(Reminder.objects.values_list("kind", flat=True))
