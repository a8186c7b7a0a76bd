"""Assesses facts from a file against the shipped packs, without a database."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from policies.assess_input import AssessRequest, FactsError, parse_assess_input
from policies.rules.answer import as_contract
from policies.rules.assessment import assess
from policies.rules.pack import Pack
from policies.rules.parsing import PackError, parse_pack
from policies.stored_packs import shipped_duties, shipped_packs

BAD_INPUT = 2


class Command(BaseCommand):
    """Read one object or a list, and write a JSON list: one answer per object, in order."""

    help = "Say which steps a policy gives for the facts in a JSON file."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file of facts, and perhaps a pack of one's own."""
        parser.add_argument("facts", help="a JSON file of one object or a list, or - for standard input")
        parser.add_argument("--policy-file", help="a pack to answer from, in place of shipped versions of its policy")

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer everything, or refuse everything with one sentence and exit status 2."""
        try:
            packs = packs_with(options["policy_file"])
            requests = parse_assess_input(
                text_of(options["facts"]), {pack.policy.slug for pack in packs}, timezone.localdate()
            )
        except (FactsError, PackError, OSError, UnicodeDecodeError) as error:
            raise CommandError(" ".join(str(error).split()), returncode=BAD_INPUT) from error
        self.stdout.write("[\n" + ",\n".join(answers(packs, requests)) + "\n]")


def packs_with(path: str | None) -> tuple[Pack, ...]:
    """Return the shipped packs, the policy of the pack at `path` replaced by that pack alone."""
    if path is None:
        return shipped_packs()
    added = parse_pack(Path(path).read_text(encoding="utf-8"), Path(path).name)
    return (*(pack for pack in shipped_packs() if pack.policy.slug != added.policy.slug), added)


def text_of(path: str) -> str:
    """Return the text of a file, or of standard input for a dash."""
    raw = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    return raw.decode("utf-8-sig")


def answers(packs: tuple[Pack, ...], requests: Iterable[AssessRequest]) -> Iterable[str]:
    """Yield each answer as one line of JSON."""
    duties = shipped_duties()
    for request in requests:
        yield json.dumps(as_contract(assess(packs, request.facts, duties), request.id))
