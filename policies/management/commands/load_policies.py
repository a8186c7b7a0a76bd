"""Load the shipped packs into the database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from policies.rules.parsing import PackError
from policies.services import PublishedVersionChanged, load_version
from policies.stored_packs import PACKS


class Command(BaseCommand):
    """Load every shipped pack; a second run changes nothing."""

    help = "Load the policies that Rung ships with. Running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load each file in the order of its name and say what was written."""
        now = timezone.now()
        for path in sorted(PACKS.glob("*.toml")):
            try:
                version, written = load_version(by=None, now=now, pack_text=path.read_text("utf-8"), name=path.name)
            except (PackError, PublishedVersionChanged) as fault:
                raise CommandError(str(fault)) from fault
            self.stdout.write(f"{version}: {'loaded' if written else 'unchanged'}")
