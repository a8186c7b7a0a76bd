"""What a mail says: how many things there are to do, and where. No name, no school, no reference."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from reminders.models import Mailing

SUBJECT = "[Sensitive: open in private] You have {things} to do in Rung"
TEXT = """\
You have {things} to do in Rung.

Open Rung where nobody reads along, to see what:
{site}/

This mail says no more than that on purpose. Choose when it comes: {choose}
"""


def build_mail(mailing: Mailing, *, things: int) -> EmailMessage:
    """The mail, ready to send: plain text alone, with the Message-ID it was made with."""
    count = f"{things} thing{'' if things == 1 else 's'}"
    choose = f"{settings.SITE_URL}{reverse('reminders:reminders')}"
    return EmailMessage(
        subject=SUBJECT.format(things=count),
        body=TEXT.format(things=count, site=settings.SITE_URL, choose=choose),
        to=[mailing.to.email],
        headers={"Message-ID": mailing.message_id, "Auto-Submitted": "auto-generated"},
    )
