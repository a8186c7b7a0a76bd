"""A mail is sent once: by workers side by side, after crashes, and through a mail server that is away."""

import datetime as dt
import smtplib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.locmem import EmailBackend as KeepingBackend
from django.db import connection, connections

from reminders.models import Heartbeat, Mailing, Reminder
from reminders.querysets import CLAIM_HOLDS
from reminders.services import (
    SEARCH_EVERY,
    create_reminders,
    dispatch,
    make_mailings,
    run_cycle,
    send_mailing,
)
from tests.breaches.factories import make_case
from tests.cast import NOW, Cast
from tests.mail_server import MailServer, mail_server
from tests.reminders.factories import FRIDAY, MINUTE, Kind, reminders_of, run_worker

pytestmark = pytest.mark.engine

T = TypeVar("T")
WORKERS = 4
SMTP = "django.core.mail.backends.smtp.EmailBackend"


class PowerCut(BaseException):
    """The process ends here and now."""


class CutBefore(BaseEmailBackend):
    """The power goes before the mail server has the mail."""

    def send_messages(self, email_messages: Any) -> int:
        raise PowerCut


class CutAfter(KeepingBackend):
    """The power goes once the mail server has the mail."""

    def send_messages(self, email_messages: Any) -> int:
        super().send_messages(email_messages)
        raise PowerCut


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    """A real mail server, to which mail goes."""
    with mail_server() as running:
        settings.EMAIL_BACKEND = SMTP
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        yield running


def by_backend(settings: Any, backend: type) -> None:
    settings.EMAIL_BACKEND = f"{backend.__module__}.{backend.__qualname__}"


def one_mail(cast: Cast) -> Mailing:
    """The digest of the Headteacher of the cast, made and dispatched, not sent."""
    make_case(cast)
    run_cycle(now=NOW)
    return Mailing.objects.get(to=cast.head)


def side_by_side(work: Callable[[int], T]) -> list[T]:
    """What several workers answer who do this at once."""

    def work_alone(number: int) -> T:
        try:
            return work(number)
        finally:
            connections.close_all()

    connection.close()
    with ThreadPoolExecutor(max_workers=WORKERS) as threads:
        return list(threads.map(work_alone, range(WORKERS)))


@pytest.mark.django_db(transaction=True)
def test_workers_side_by_side_create_each_reminder_once(cast: Cast) -> None:
    make_case(cast)

    side_by_side(lambda _: create_reminders(now=NOW))

    assert [name for name, *_ in reminders_of(Kind.CASE)] == ["Siân Morgan"]
    assert sorted(name for name, *_ in reminders_of(Kind.REVIEW)) == ["Carys Jones", "Huw Evans", "Siân Morgan"]


@pytest.mark.django_db(transaction=True)
def test_workers_side_by_side_make_one_digest_for_each_person(cast: Cast) -> None:
    make_case(cast)
    create_reminders(now=NOW)

    side_by_side(lambda _: make_mailings(now=NOW))

    assert Mailing.objects.count() == 3
    assert not Reminder.objects.waiting().exists()


@pytest.mark.django_db(transaction=True)
def test_workers_side_by_side_send_a_mail_once(cast: Cast, server: MailServer) -> None:
    mailing = one_mail(cast)

    side_by_side(lambda _: send_mailing(now=NOW, mailing_pk=mailing.pk))

    assert server.received.qsize() == 1
    assert Mailing.objects.get(pk=mailing.pk).attempts == 1


@pytest.mark.django_db(transaction=True)
def test_workers_side_by_side_do_everything_once(cast: Cast, server: MailServer) -> None:
    make_case(cast)

    def work(_: int) -> None:
        for pk in run_cycle(now=NOW):
            send_mailing(now=NOW, mailing_pk=pk)

    side_by_side(work)
    dispatched_again = dispatch(now=NOW + CLAIM_HOLDS)
    for pk in dispatched_again:
        send_mailing(now=NOW + CLAIM_HOLDS, mailing_pk=pk)

    assert server.received.qsize() == 3
    assert not Mailing.objects.unsent().exists()


def test_a_mail_that_was_sent_is_not_sent_again(cast: Cast) -> None:
    mailing = one_mail(cast)

    for minutes in (0, 1, 11, 60):
        send_mailing(now=NOW + minutes * MINUTE, mailing_pk=mailing.pk)

    assert len(mail.outbox) == 1
    assert Mailing.objects.get(pk=mailing.pk).sent_at == NOW


def test_killed_between_claim_and_send_it_is_sent_later_with_the_same_message_id(cast: Cast, settings: Any) -> None:
    mailing = one_mail(cast)
    backend = settings.EMAIL_BACKEND
    by_backend(settings, CutBefore)
    with pytest.raises(PowerCut):
        send_mailing(now=NOW, mailing_pk=mailing.pk)
    settings.EMAIL_BACKEND = backend

    assert dispatch(now=NOW + CLAIM_HOLDS - MINUTE) == []
    assert mailing.pk in dispatch(now=NOW + CLAIM_HOLDS)
    send_mailing(now=NOW + CLAIM_HOLDS, mailing_pk=mailing.pk)

    assert [sent.extra_headers["Message-ID"] for sent in mail.outbox] == [mailing.message_id]
    assert Mailing.objects.get(pk=mailing.pk).sent_at == NOW + CLAIM_HOLDS


def test_while_somebody_is_sending_it_nobody_else_does(cast: Cast, settings: Any) -> None:
    mailing = one_mail(cast)
    backend = settings.EMAIL_BACKEND
    by_backend(settings, CutBefore)
    with pytest.raises(PowerCut):
        send_mailing(now=NOW, mailing_pk=mailing.pk)
    settings.EMAIL_BACKEND = backend

    send_mailing(now=NOW + CLAIM_HOLDS - MINUTE, mailing_pk=mailing.pk)

    assert mail.outbox == []


def test_killed_after_the_server_took_it_a_mail_goes_twice_with_one_message_id(cast: Cast, settings: Any) -> None:
    mailing = one_mail(cast)
    backend = settings.EMAIL_BACKEND
    by_backend(settings, CutAfter)
    with pytest.raises(PowerCut):
        send_mailing(now=NOW, mailing_pk=mailing.pk)
    settings.EMAIL_BACKEND = backend

    send_mailing(now=NOW + CLAIM_HOLDS, mailing_pk=mailing.pk)

    assert [sent.extra_headers["Message-ID"] for sent in mail.outbox] == [mailing.message_id] * 2


def test_a_message_lost_on_its_way_is_dispatched_again(cast: Cast) -> None:
    mailing = one_mail(cast)

    assert dispatch(now=NOW + MINUTE) == []
    assert mailing.pk in dispatch(now=NOW + CLAIM_HOLDS)


def test_what_arrives_is_what_was_written(cast: Cast, server: MailServer) -> None:
    mailing = one_mail(cast)

    send_mailing(now=NOW, mailing_pk=mailing.pk)

    arrived = server.received.get(timeout=10)
    assert arrived["Message-ID"] == mailing.message_id
    assert arrived["Subject"] == "[Sensitive: open in private] You have 2 things to do in Rung"
    assert arrived["Auto-Submitted"] == "auto-generated"


def test_a_mail_server_that_is_away_delays_and_loses_nothing(cast: Cast, settings: Any) -> None:
    with mail_server() as gone:
        settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", gone.port
    mailing = one_mail(cast)

    send_mailing(now=NOW, mailing_pk=mailing.pk)

    waiting = Mailing.objects.get(pk=mailing.pk)
    assert (waiting.failure, waiting.claimed_at, waiting.sent_at) == ("ConnectionRefusedError", None, None)
    assert waiting.dispatch_at == NOW + 2 * MINUTE


def test_a_mail_server_that_refuses_is_asked_again_ever_less_often(cast: Cast, server: MailServer) -> None:
    mailing = one_mail(cast)
    server.refusing = True
    now, waits = NOW, []
    for _ in range(8):
        send_mailing(now=now, mailing_pk=mailing.pk)
        mailing.refresh_from_db()
        waits.append((mailing.dispatch_at - now) // MINUTE)
        now = mailing.dispatch_at

    assert waits == [2, 4, 8, 16, 32, 60, 60, 60]
    assert mailing.failure == smtplib.SMTPSenderRefused.__name__

    server.refusing = False
    assert mailing.pk in dispatch(now=now)
    send_mailing(now=now, mailing_pk=mailing.pk)

    assert server.received.get(timeout=10)["Message-ID"] == mailing.message_id
    mailing.refresh_from_db()
    assert (mailing.sent_at, mailing.failure) == (now, "")


def test_what_a_failure_leaves_behind_names_nobody(cast: Cast, server: MailServer) -> None:
    mailing = one_mail(cast)
    server.refusing = True

    send_mailing(now=NOW, mailing_pk=mailing.pk)

    assert "@" not in Mailing.objects.get(pk=mailing.pk).failure


def test_a_cycle_says_when_it_looked_and_looks_through_everything_every_quarter_of_an_hour(cast: Cast) -> None:
    run_cycle(now=NOW)
    make_case(cast)

    run_cycle(now=NOW + SEARCH_EVERY - MINUTE)
    assert reminders_of(Kind.CASE) == []
    assert Heartbeat.objects.get().at == NOW + SEARCH_EVERY - MINUTE

    run_cycle(now=NOW + SEARCH_EVERY)
    assert len(reminders_of(Kind.CASE)) == 1


def test_the_queries_of_a_cycle_do_not_grow_with_what_has_a_reminder_already(
    cast: Cast, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    make_case(cast)
    run_worker(FRIDAY)

    with django_assert_max_num_queries(40):
        run_worker(FRIDAY + SEARCH_EVERY)


def test_a_day_later_by_the_hour_of_the_worker_is_the_same_day_by_the_clock_of_london(cast: Cast) -> None:
    make_case(cast)
    run_worker(dt.datetime(2027, 6, 28, 21, 0, tzinfo=dt.UTC))

    assert {mailing.day for mailing in Mailing.objects.all()} == {dt.date(2027, 6, 28)}
