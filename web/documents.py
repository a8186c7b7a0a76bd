"""Commands that write a page of docs/ from the source, so that the two cannot part.

class Command(DocumentCommand):
    help = "Write docs/ladders.md from the shipped packs."
    page = "ladders.md"
    source = "the packs"

    def text(self) -> str:
        return ladders_page(shipped_packs())
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class DocumentCommand(BaseCommand):
    requires_system_checks = []
    page: str
    source: str

    def text(self) -> str:
        raise NotImplementedError

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when the page is stale")
        parser.add_argument("--page", type=Path, default=Path(settings.BASE_DIR) / "docs" / self.page)

    def handle(self, *args: Any, **options: Any) -> None:
        page: Path = options["page"]
        if not options["check"]:
            page.write_text(self.text(), encoding="utf-8")
        elif not page.exists() or page.read_text(encoding="utf-8") != self.text():
            command = self.__module__.rpartition(".")[2]
            raise CommandError(f"{page.name} does not match {self.source}: run manage.py {command}")
