"""Walks each way through the product at the demonstration of the environment: python -m bench.walks

Prints, as JSON, for each way the files of the product of which a function ran.
"""

import datetime as dt
import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.core.management import call_command
from django.http import HttpResponseBase
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from bench.self_report import Filled
from bench.sites import EMAIL, ROOT
from breaches.models import Case
from people.models import User
from policies.models import Policy
from reminders.services import run_cycle, send_mailing

GOVERNOR = "gwen@cornist-park.example"
APART = {".venv", "bench", "migrations", "tests"}
CONTINUE = {"continue": "Save and continue"}
TAG, SPACE = re.compile(r"<[^>]+>"), re.compile(r"\s+")


class Walk:
    """Somebody who is signed in, and the files entered for them so far."""

    def __init__(self, email: str) -> None:
        self.files: set[str] = set()
        self.client = Client(SERVER_NAME="localhost")
        self.client.force_login(User.objects.get(email=email))

    @contextmanager
    def count_files(self) -> Iterator[None]:
        """Count the files that are entered inside."""
        sys.setprofile(self._enter)
        try:
            yield
        finally:
            sys.setprofile(None)

    def look(self, address: str) -> str:
        """The page at the address."""
        with self.count_files():
            answer = self.client.get(address)
        _expect(200, answer, address)
        return answer.content.decode()

    def send(self, page: str, to: str = "", **fields: str) -> str:
        """Send the form of a page, filled in as it is but for these fields; the address it leads to."""
        values = Filled(self.look(page)).values | fields
        with self.count_files():
            answer = self.client.post(to or page, values)
        _expect(302, answer, to or page)
        return answer["Location"]

    def _enter(self, frame: FrameType, event: str, _argument: object) -> None:
        code = frame.f_code
        if event == "call" and code.co_name != "<module>" and code.co_filename.startswith(f"{ROOT}/"):
            file = code.co_filename.removeprefix(f"{ROOT}/")
            if not APART & set(file.split("/")):
                self.files.add(file)


def _expect(status: int, answer: HttpResponseBase, address: str) -> None:
    if answer.status_code != status:
        words = SPACE.sub(" ", TAG.sub(" ", getattr(answer, "content", b"").decode()))
        raise SystemExit(f"{address} answers {answer.status_code}: {words[:1500]}")


def case_page() -> Walk:
    """The page of a case, opened a second time."""
    walk = Walk(EMAIL)
    case = Case.objects.filter(school__slug="cornist-park", search_text__contains="own page")[0]
    walk.client.get(f"/cases/{case.pk}/")  # what is read once a process is no part of it
    walk.look(f"/cases/{case.pk}/")
    return walk


def incident_to_letter() -> Walk:
    """An incident logged, its case opened, and the first letter that it gives approved, produced and sent."""
    walk = Walk(EMAIL)
    today = timezone.localdate().isoformat()
    with walk.count_files():
        first = walk.client.post("/incidents/log/")["Location"]
    incident = first[: first.index("log/")]
    log = f"{incident}log/"
    walk.send(f"{log}when/", happened_on=today, known_on=today, **CONTINUE)
    walk.send(f"{log}where/", platform="facebook", audience="public", account="A group", **CONTINUE)
    walk.send(f"{log}what/", title="Post", facts="He said it.", **CONTINUE)
    who = f"{log}who/?q=rhiannon"
    person = _first(r'name="person"[^>]* value="(\d+)"', walk.look(who))
    walk.send(who, person=person, part="subject", capacity="parent", q="rhiannon")
    findings = f"{log}findings/"
    walk.send(findings, **{_first(r'name="([^"]+)"[^>]* value="defamation"', walk.look(findings)): "defamation"})
    walk.look(f"{log}evidence/")
    walk.send(f"{log}check/")
    case = walk.send(f"{incident}open-case/", why="Seen.")
    letter = walk.send(f"{case}letters/removal_request/")
    walk.send(letter, f"{letter}approve/")
    walk.send(letter, f"{letter}produce/")
    walk.send(f"{letter}send/", sent_on=today, way="post")
    return walk


def rule_to_page() -> Walk:
    """The packs read, and the page of one policy."""
    walk = Walk(EMAIL)
    with walk.count_files():
        call_command("load_policies", stdout=io.StringIO())
    walk.look(f"/policies/{Policy.objects.get(slug='cornist-park').slug}/")
    return walk


def due_day_to_mail() -> Walk:
    """The mails of the next days."""
    walk = Walk(EMAIL)
    with walk.count_files():
        for days in range(4):  # a weekend sends nothing
            now = timezone.now() + dt.timedelta(days=days)
            for pk in run_cycle(now=now):
                send_mailing(now=now, mailing_pk=pk)
    return walk


def figure() -> Walk:
    """The figures of a term."""
    walk = Walk(GOVERNOR)
    walk.look("/oversight/figures/")
    return walk


def _first(pattern: str, page: str) -> str:
    match = re.search(pattern, page)
    if match is None:
        raise SystemExit(f"nothing like {pattern} on the page")
    return str(match[1])


WAYS: dict[str, Callable[[], Walk]] = {
    "the page of a case": case_page,
    "an incident to a sent letter": incident_to_letter,
    "a rule, from its pack to the page of its policy": rule_to_page,
    "a reminder, from its due day to a mail": due_day_to_mail,
    "a figure for governors": figure,
}


def main() -> None:
    """Print the files of each way."""
    len(get_resolver().url_patterns)  # imports every view: what is done once a process is no part of any way
    print(json.dumps({name: sorted(way().files) for name, way in WAYS.items()}))


if __name__ == "__main__":
    main()
