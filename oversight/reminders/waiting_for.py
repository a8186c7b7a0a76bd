"""What waits for one person, and when the mail that tells of it will come."""

import datetime as dt
from collections import Counter

from oversight.models import Mailing, Reminder
from oversight.reminders.kinds import Kind, still_standing
from oversight.reminders.school_days import school_days_of
from people.calendar import ONE_DAY
from people.models import School, User


def counted(user: User, school: School, *, on: dt.date) -> list[tuple[str, int]]:
    """How many things of each kind wait for the user at the school, in words, those that no mail told of yet."""
    waiting = Reminder.objects.visible_to(user, on=on).waiting().filter(school=school)
    things = {(one.kind, one.thing) for one in still_standing(user, waiting, on=on)}
    by_kind = Counter(kind for kind, _ in things)
    return [(kind.label, by_kind[kind]) for kind in Kind if by_kind[kind]]


def next_mail_on(user: User, school: School, *, today: dt.date) -> dt.date:
    """The day of the user's next digest from this school, if anything waits by then."""
    told_today = Mailing.objects.visible_to(user, on=today).filter(at_once=False, day=today).exists()
    days = school_days_of([school.pk])[school.pk]
    return days.next_school_day(today + ONE_DAY if told_today else today)
