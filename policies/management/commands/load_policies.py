"""Load the shipped packs into the database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from policies.rules.parsing import PackError
from policies.services import PublishedVersionChanged, load_version
from policies.stored_packs import shipped_texts


class Command(BaseCommand):
    help = "Load the policies that Rung ships with. Running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        for name, text in shipped_texts().items():
            try:
                version, written = load_version(by=None, now=now, pack_text=text, name=name)
            except (PackError, PublishedVersionChanged) as fault:
                raise CommandError(str(fault)) from fault
            self.stdout.write(f"{version}: {'loaded' if written else 'unchanged'}")
