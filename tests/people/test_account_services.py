import datetime as dt

from audit.models import Entry
from people.models import User
from people.services import choose_daily_mail
from tests.cast import NOW, Cast


def test_choosing_the_time_of_the_daily_mail_is_kept_and_put_on_record(cast: Cast) -> None:
    choose_daily_mail(by=cast.head, now=NOW, at=dt.time(16, 0))

    assert User.objects.get(pk=cast.head.pk).daily_mail_at == dt.time(16, 0)
    entry = Entry.objects.get(action="user.daily_mail_chosen")
    assert entry.changes == {"before": {"daily_mail_at": "07:30:00"}, "after": {"daily_mail_at": "16:00:00"}}
    assert entry.row_id == str(cast.head.pk)


def test_choosing_the_same_time_again_changes_nothing(cast: Cast) -> None:
    for _ in range(2):
        choose_daily_mail(by=cast.head, now=NOW, at=dt.time(16, 0))

    assert Entry.objects.filter(action="user.daily_mail_chosen").count() == 1
