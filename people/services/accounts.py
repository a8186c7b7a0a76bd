"""What people choose for themselves."""

import datetime as dt

from django.db import transaction

from audit.services import record
from people.models import User


@transaction.atomic
def choose_daily_mail(*, by: User, now: dt.datetime, at: dt.time) -> User:
    """Say at what time of a school day one's own reminders come."""
    held = User.objects.select_for_update().get(pk=by.pk)
    if held.daily_mail_at == at:
        return held
    before, held.daily_mail_at = held.daily_mail_at, at
    held.save(update_fields=["daily_mail_at"])
    record(
        school=None,
        by=by,
        now=now,
        action="user.daily_mail_chosen",
        row=held,
        before={"daily_mail_at": before},
        after={"daily_mail_at": at},
    )
    return held
