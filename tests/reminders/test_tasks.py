"""One message to a worker carries several mails, and none of them waits for another's fault."""

import pytest
from django.core import mail

from reminders.models import Mailing, Reminder
from reminders.services import run_cycle
from reminders.tasks import send_mailings
from tests.breaches.factories import make_case
from tests.cast import NOW, Cast


@pytest.mark.usefixtures("clock")
def test_a_fault_in_one_mail_is_told_and_holds_up_none_of_the_same_message(cast: Cast) -> None:
    make_case(cast)
    keys = run_cycle(now=NOW)
    Reminder.objects.filter(mailing=keys[0]).update(kind="unheard of")

    with pytest.raises(ExceptionGroup, match="Some mails were not sent"):
        send_mailings(mailing_pks=keys)

    assert len(mail.outbox) == len(keys) - 1 == 2
    assert [mailing.pk for mailing in Mailing.objects.unsent()] == keys[:1]
