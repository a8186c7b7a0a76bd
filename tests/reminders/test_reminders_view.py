import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from incidents.services.drafts import step_back
from people.models import User
from reminders.services import create_reminders, run_cycle, send_mailing
from tests.breaches.factories import make_case
from tests.cast import NOW, Cast
from tests.incidents.factories import make_incident
from tests.mail_server import mail_server
from tests.reminders.factories import MINUTE, run_worker

URL = "/reminders/"


pytestmark = pytest.mark.usefixtures("clock")


def page(client: Client, user: User) -> str:
    client.force_login(user)
    return client.get(URL).content.decode()


def test_a_stranger_signs_in_first(client: Client) -> None:
    assert client.get(URL)["Location"] == f"/accounts/login/?next={URL}"


def test_it_shows_what_waits_and_when_the_mail_comes(client: Client, cast: Cast) -> None:
    make_case(cast)
    create_reminders(now=NOW)

    text = page(client, cast.head)

    assert "Something due on a case" in text
    assert "12 November 2026" in text


def test_what_a_mail_told_of_waits_no_more_and_the_next_comes_on_another_day(client: Client, cast: Cast) -> None:
    make_case(cast)
    run_worker(NOW)

    assert "Nothing waits" in page(client, cast.head)


def test_what_they_may_no_longer_see_is_not_counted(client: Client, cast: Cast) -> None:
    case = make_case(cast)
    create_reminders(now=NOW)
    step_back(by=cast.head, now=NOW, incident=case.incident, why="She is a close friend.")

    assert "Something due on a case" not in page(client, cast.head)


def test_choosing_a_time_keeps_it_and_says_so(client: Client, cast: Cast) -> None:
    client.force_login(cast.teacher)

    response = client.post(URL, {"at": "16:30"}, follow=True)

    assert User.objects.get(pk=cast.teacher.pk).daily_mail_at == dt.time(16, 30)
    assert "Your daily mail comes at 16:30." in response.content.decode()
    assert '<option value="16:30" selected>' in response.content.decode()


@pytest.mark.parametrize("time", ["", "03:00", "soon"])
def test_another_time_is_refused_and_the_form_shown_again(client: Client, cast: Cast, time: str) -> None:
    client.force_login(cast.teacher)

    response = client.post(URL, {"at": time})

    assert response.status_code == 200
    assert "There is a problem" in response.content.decode()
    assert User.objects.get(pk=cast.teacher.pk).daily_mail_at == dt.time(7, 30)


def test_staff_do_not_see_the_state_of_mail(client: Client, cast: Cast) -> None:
    for user in (cast.teacher, cast.deputy, cast.governor):
        assert "Sent today" not in page(client, user)


@pytest.mark.parametrize("who", ["head", "administrator"])
def test_a_worker_that_has_stopped_shows(client: Client, cast: Cast, who: str) -> None:
    user = getattr(cast, who)
    assert "Nobody looks for what is due." in page(client, user)

    run_cycle(now=NOW - 10 * MINUTE)
    assert "Nobody looks for what is due." not in page(client, user)

    run_cycle(now=NOW - 11 * MINUTE)
    assert "Nobody looks for what is due." in page(client, user)


def test_a_mail_server_that_is_away_shows_until_it_is_back(client: Client, cast: Cast, settings: Any) -> None:
    make_case(cast)
    backend = settings.EMAIL_BACKEND
    with mail_server() as gone:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", gone.port
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    keys = run_cycle(now=NOW)
    for pk in keys:
        send_mailing(now=NOW, mailing_pk=pk)

    text = page(client, cast.head)
    assert "Mail is not going out." in text
    assert "since 12 November 2026, 10:00" in text

    settings.EMAIL_BACKEND = backend
    for pk in keys:
        send_mailing(now=NOW, mailing_pk=pk)

    text = page(client, cast.head)
    assert "Mail is not going out." not in text
    assert 'Sent today</dt><dd class="govuk-summary-list__value">3</dd>' in text


def test_the_state_of_mail_is_that_of_the_school_alone(client: Client, cast: Cast) -> None:
    make_case(cast)
    for pk in run_cycle(now=NOW):
        send_mailing(now=NOW, mailing_pk=pk)

    assert 'Sent today</dt><dd class="govuk-summary-list__value">0</dd>' in page(client, cast.outsider)


def test_the_page_asks_as_much_for_many_as_for_one(
    client: Client, cast: Cast, django_assert_num_queries: Callable[[int], Any]
) -> None:
    for number in range(3):
        make_case(cast, incident=make_incident(cast, title=f"Post {number}"))
    create_reminders(now=NOW)
    client.force_login(cast.head)
    client.get(URL)

    with django_assert_num_queries(13):
        client.get(URL)
