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

LOOKS = ("done", "open", "waiting", "undone")
WORDS = {
    "always": "The school always",
    "must": "The school must",
    "will": "The school will",
    "expected": "The school expects",
    "should": "Should",
    "likely": "Likely",
    "consider": "Will consider",
    "may": "May",
}


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


def shown(page: Page) -> list[Rung]:
    """Every step on the page, from the top; one left undone is still open to the policy."""
    rungs = []
    for item in page.locator(".rung-step").all():
        classes = item.get_attribute("class") or ""
        (look,) = (one for one in LOOKS if f"rung-step--{one}" in classes)
        places = item.locator("summary").all_inner_texts()
        force = item.locator(".rung-force").inner_text()
        step = (item.get_attribute("id") or "").removeprefix("step-")
        rungs.append(Rung(step, "open" if look == "undone" else look, force, tuple(places)))
    return rungs


def given(facts: Facts) -> list[Rung]:
    """Every step of the command's answer, in its order."""
    steps = answer(facts)["steps"]
    return [
        Rung(
            step["step"],
            step["state"],
            WORDS[step["force"]] if step["who"] == "school" else WORDS[step["force"]].replace("The school ", ""),
            tuple(clause["place"] for clause in step["clauses"]),
        )
        for step in steps
    ]


@functools.cache
def answer(facts: Facts) -> dict[str, Any]:
    """What `manage.py assess` answers."""
    asked = vars(facts) | {"on": happened_on().isoformat()}
    command = [sys.executable, "manage.py", "assess", "-"]
    (one,) = json.loads(run(command, dict(os.environ), json.dumps(asked)))
    return dict(one)
