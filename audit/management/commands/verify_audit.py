"""Check that no entry of the record was changed, removed or added behind Rung's back."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from audit.chain import find_breaks
from audit.models import Entry


class Command(BaseCommand):
    help = "Check the record of everything. Exits 1 and names the first broken entry if anything was changed."

    def handle(self, *args: Any, **options: Any) -> None:
        breaks = list(find_breaks())
        for fault in breaks:
            self.stderr.write(str(fault))
        if breaks:
            sys.exit(1)
        self.stdout.write(f"{Entry.objects.count()} entries, every chain whole.")
