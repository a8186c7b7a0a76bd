"""Say what would go out on a day."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from reminders.pages import Forecast, forecast
from web.dates import day_in_words


class Command(BaseCommand):
    """Prints to whom mail would go, and how many things of each kind it would carry; nobody whom those are about."""

    help = "Print the mails that would go out on a day, with counts almail. Writes nothing and sends nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=dt.date.fromisoformat, help="for example 2026-11-30; today if left out")

    def handle(self, *args: Any, **options: Any) -> None:
        on: dt.date = options["on"] or timezone.localdate()
        mails = forecast(on=on)
        for mail in mails:
            self.stdout.write(_line(mail))
        self.stdout.write(f"{len(mails)} mail{'' if len(mails) == 1 else 's'} on {on:%A} {day_in_words(on)}")


def _line(mail: Forecast) -> str:
    when = "at once" if mail.at_once else f"{mail.to.daily_mail_at:%H:%M}"
    things = ", ".join(f"{count} × {kind.label.lower()}" for kind, count in sorted(mail.things.items()))
    return f"{when:8} {mail.to.email:40} {things}"
