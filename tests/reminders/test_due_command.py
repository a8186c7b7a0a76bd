import io

from django.core import mail
from django.core.management import call_command

from policies.models import ReviewCycle
from reminders.models import Mailing, Reminder
from tests.breaches.factories import make_case
from tests.cast import NOW, Cast
from tests.reminders.factories import SATURDAY, run_worker
from tests.reports.factories import make_staff_report


def due(day: str) -> list[str]:
    output = io.StringIO()
    call_command("due", "--on", day, stdout=output)
    return output.getvalue().splitlines()


def test_it_says_to_whom_and_how_many_of_what_by_the_time_it_goes(cast: Cast) -> None:
    make_case(cast)

    assert due("2026-11-13") == [
        "07:30    chair@cornist-park.example               1 × a policy to review",
        "07:30    clerk@cornist-park.example               1 × a policy to review",
        "07:30    headteacher@cornist-park.example         1 × something due on a case, 1 × a policy to review",
        "3 mails on Friday 13 November 2026",
    ]


def test_it_says_what_a_worker_would_do_on_the_day(cast: Cast) -> None:
    make_case(cast)
    make_staff_report(cast)

    lines = due("2026-11-13")

    assert len(run_worker(NOW.replace(day=13))) == len(lines) - 1


def test_on_a_day_without_school_nothing_goes(cast: Cast) -> None:
    make_case(cast)

    assert due("2026-11-14") == ["0 mails on Saturday 14 November 2026"]


def test_what_was_told_already_is_not_told_again(cast: Cast) -> None:
    make_case(cast)
    run_worker(NOW)

    assert due("2026-11-13") == ["0 mails on Friday 13 November 2026"]


def test_what_waits_already_is_in_it(cast: Cast) -> None:
    make_case(cast)
    run_worker(SATURDAY)
    assert Reminder.objects.waiting().exists()

    assert len(due("2026-11-16")) == 4


def test_it_writes_nothing_sends_nothing_and_names_no_party(cast: Cast) -> None:
    case = make_case(cast)
    before = ReviewCycle.objects.get(school=cast.school).remind_on

    text = "\n".join(due("2026-11-13"))

    assert not Reminder.objects.exists()
    assert not Mailing.objects.exists()
    assert mail.outbox == []
    assert ReviewCycle.objects.get(school=cast.school).remind_on == before
    assert case.reference not in text
    assert cast.parent.name not in text
