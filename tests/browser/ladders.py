"""The ladder a page shows, beside the one that `manage.py assess` answers to the same facts."""

import functools
import json
import os
import sys
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from tests.browser.logging_an_incident import happened_on
from tests.browser.site import run

LOOKS = ("done", "open", "waiting", "passed", "undone")
WHO = {
    "school": "The school",
    "headteacher": "The Headteacher",
    "staff": "Staff",
    "whoever_learns": "Whoever learns of it",
    "not stated": "",
}
FREE = {"should": "Should", "likely": "Likely", "consider": "Will consider", "may": "May"}


@dataclass(frozen=True)
class Rung:
    """One step: its word, its state, its force in words, and the places of its clauses."""

    step: str
    state: str
    force: str
    places: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """What was established so far in a case, as the command is asked."""

    policy: str
    party: str
    findings: tuple[str, ...]
    confirmed: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    draft: bool = False


def read_ladder(page: Page) -> list[Rung]:
    """Every step on the page, from the top; one left undone is still open to the policy."""
    rungs = []
    for item in page.locator(".rung-step").all():
        classes = item.get_attribute("class") or ""
        (look,) = (kind for kind in LOOKS if f"rung-step--{kind}" in classes)
        places = item.locator(".rung-clause > summary").all_inner_texts()
        force = item.locator(".rung-force").inner_text()
        step = (item.get_attribute("id") or "").removeprefix("step-")
        rungs.append(Rung(step, "open" if look == "undone" else look, force, tuple(places)))
    return rungs


def answer_ladder(facts: Facts) -> list[Rung]:
    """Every step of the command's answer, in its order."""
    steps = answer(facts)["steps"]
    return [
        Rung(
            step["step"],
            step["state"],
            in_words(step["force"], step["who"]),
            tuple(clause["place"] for clause in step["clauses"]),
        )
        for step in steps
    ]


def in_words(force: str, who: str) -> str:
    """The force as a label says it: the document's own verb, with whoever it binds where it says whom."""
    if force in FREE:
        return FREE[force]
    verb = "expects" if force == "expected" else force
    sentence = f"{WHO[who]} {verb}".strip()
    return sentence[0].upper() + sentence[1:]


@functools.cache
def answer(facts: Facts) -> dict[str, Any]:
    """What `manage.py assess` answers."""
    question = vars(facts) | {"on": happened_on().isoformat()}
    command = [sys.executable, "manage.py", "assess", "-"]
    (one,) = json.loads(run(command, dict(os.environ), json.dumps(question)))
    return dict(one)
