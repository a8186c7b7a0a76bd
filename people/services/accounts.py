"""What people choose for themselves."""

import datetime as dt

from django.db import transaction

from audit.services import record
from people.models import User


@transaction.atomic
def choose_daily_mail(*, by: User, now: dt.datetime, at: dt.time) -> User:
    """Say at what time of a school day one's own reminders come."""
    locked = User.objects.select_for_update().get(pk=by.pk)
    if locked.daily_mail_at == at:
        return locked
    before, locked.daily_mail_at = locked.daily_mail_at, at
    locked.save(update_fields=["daily_mail_at"])
    record(
        school=None,
        by=by,
        now=now,
        action="user.daily_mail_chosen",
        row=locked,
        before={"daily_mail_at": before},
        after={"daily_mail_at": at},
    )
    return locked
