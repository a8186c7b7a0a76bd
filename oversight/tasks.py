"""What the worker does. Each task calls one service, and is safe to run twice: the database knows what is done."""

from celery import shared_task
from django.utils import timezone

from oversight.services import pokes, sending


@shared_task
def poke() -> None:
    """Look for what is due, and have each mail sent whose time has come."""
    for pk in pokes.poke(now=timezone.now()):
        send_mailing.delay(mailing_pk=pk)


@shared_task
def send_mailing(*, mailing_pk: int) -> None:
    """Send one mail."""
    sending.send(now=timezone.now(), mailing_pk=mailing_pk)
