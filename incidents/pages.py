"""The pages of the logging journey, and what an incident must say before it is logged."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from incidents.models import Incident


class Page(StrEnum):
    """One page of the journey, in its order."""

    WHEN = "when"
    WHERE = "where"
    WHAT = "what"
    WHO = "who"
    FINDINGS = "findings"
    EVIDENCE = "evidence"

    @property
    def heading(self) -> str:
        """The page's h1."""
        return HEADINGS[self]

    @property
    def number(self) -> int:
        """Its place in the journey, from one."""
        return list(Page).index(self) + 1

    @property
    def following(self) -> Page | None:
        """The page after it, or none after the last."""
        return next((page for page in Page if page.number == self.number + 1), None)

    @property
    def preceding(self) -> Page | None:
        """The page before it, or none before the first."""
        return next((page for page in Page if page.number == self.number - 1), None)


HEADINGS = {
    Page.WHEN: "When it happened",
    Page.WHERE: "Where it happened",
    Page.WHAT: "What happened",
    Page.WHO: "Who took part",
    Page.FINDINGS: "What you find",
    Page.EVIDENCE: "Evidence",
}

# The fields of the incident itself that a page fills in; people, findings and evidence are rows of their own.
FIELDS: dict[Page, tuple[str, ...]] = {
    Page.WHEN: ("happened_on", "happened_at_time", "known_on"),
    Page.WHERE: ("platform", "platform_name", "account", "address", "audience"),
    Page.WHAT: ("title", "facts", "opinion"),
}


@dataclass(frozen=True)
class Missing:
    """Something that must be said before the incident can be logged, and the page that asks it."""

    page: Page
    sentence: str


def missing_from(incident: Incident) -> list[Missing]:
    """What the draft still lacks, in the order of the pages; empty where it is whole."""
    parts = {one.part for one in incident.involvements.all()}
    checks = [
        (Page.WHEN, bool(incident.happened_on), "Say on what day it happened."),
        (Page.WHEN, bool(incident.known_on), "Say on what day the school knew."),
        (Page.WHERE, bool(incident.platform), "Say where it was posted or done."),
        (Page.WHERE, incident.platform != "other" or bool(incident.platform_name), "Name the place."),
        (Page.WHERE, incident.platform == "not_online" or bool(incident.audience), "Say who can see it."),
        (Page.WHAT, bool(incident.title), "Give it a short title."),
        (Page.WHAT, bool(incident.facts), "Say what was posted or done."),
        (Page.WHO, "subject" in parts, "Say who did it, or is said to have."),
        (Page.FINDINGS, bool(incident.findings.all()), "Choose at least one finding."),
    ]
    return [Missing(page, sentence) for page, said, sentence in checks if not said]
