"""Writes docs/ladders.md from the packs, or checks that it is current."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from policies.ladders import ladders_page
from policies.stored_packs import shipped_packs


class Command(BaseCommand):
    """Write the page of ladders; with --check only say whether it is current."""

    help = "Write docs/ladders.md from the shipped packs."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file to write and whether only to check it."""
        parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when the page is stale")
        parser.add_argument("--page", type=Path, default=Path(settings.BASE_DIR) / "docs" / "ladders.md")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the page, or refuse a stale one."""
        page: Path = options["page"]
        text = ladders_page(shipped_packs())
        if not options["check"]:
            page.write_text(text, encoding="utf-8")
        elif not page.exists() or page.read_text(encoding="utf-8") != text:
            raise CommandError(f"{page.name} does not match the packs: run manage.py ladders")
