"""What the worker does. Each task calls one service, and is safe to run twice: the database knows what is done."""

from celery import shared_task
from django.utils import timezone

from reminders import services
from reminders.lookup import in_batches

# Mails that go in one message: fewer messages cost less, more would be held up by one that waits for the mail server.
IN_ONE_MESSAGE = 10


@shared_task
def run_cycle() -> None:
    """Look for what is due, and have each mail sent whose time has come."""
    for keys in in_batches(services.run_cycle(now=timezone.now()), of=IN_ONE_MESSAGE):
        send_mailings.delay(mailing_pks=keys)


@shared_task
def send_mailings(*, mailing_pks: list[int]) -> None:
    """Send these mails, each by itself: a fault in one is raised once all were tried."""
    faults = []
    for pk in mailing_pks:
        try:
            services.send_mailing(now=timezone.now(), mailing_pk=pk)
        except Exception as fault:  # noqa: BLE001 - whatever it is, it is raised again below
            faults.append(fault)
    if faults:
        raise ExceptionGroup("Some mails were not sent", faults)
