"""The journey of logging an incident, page by page: what each page asks, what is missing, what is shown to check.

An answer that is a field of the incident is one line of ANSWERS here, besides its column in `models.py` and its field
in `forms.py`. People, findings and evidence are rows of their own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.urls import reverse

from incidents.models import Incident, Involvement
from policies.models import Version
from policies.own_words import get_wordings
from policies.rules.words import Finding
from web.dates import day_in_words
from web.submit import Row


class Page(TextChoices):
    """One page of the journey, in its order, with the page's h1."""

    WHEN = "when", "When it happened"
    WHERE = "where", "Where it happened"
    WHAT = "what", "What happened"
    WHO = "who", "Who took part"
    FINDINGS = "findings", "What you find"
    EVIDENCE = "evidence", "Evidence"

    @property
    def number(self) -> int:
        return list(Page).index(self) + 1

    @property
    def following(self) -> Page | None:
        return next((page for page in Page if page.number == self.number + 1), None)

    @property
    def preceding(self) -> Page | None:
        return next((page for page in Page if page.number == self.number - 1), None)


@dataclass(frozen=True)
class Answer:
    """A field of the incident: its key in the list to check, and what to say where it is needed and missing.

    Without a key it has no line of its own; without `show` the line is the value in words.
    """

    field: str
    key: str = ""
    missing: str = ""
    is_needed: Callable[[Incident], bool] = lambda incident: True
    show: Callable[[Incident], str] | None = None

    def in_words(self, incident: Incident) -> str:
        value = getattr(incident, self.field)
        if self.show:
            return self.show(incident)
        if isinstance(value, dt.date):
            return day_in_words(value)
        display = getattr(incident, f"get_{self.field}_display", None)
        return display() if display else value or ""

    def is_missing(self, incident: Incident) -> bool:
        return bool(self.missing) and self.is_needed(incident) and not getattr(incident, self.field)


def _time_in_words(incident: Incident) -> str:
    return f"{incident.happened_at_time:%H:%M}" if incident.happened_at_time else "Not known"


ANSWERS: dict[Page, tuple[Answer, ...]] = {
    Page.WHEN: (
        Answer("happened_on", "Day it happened", "Say on what day it happened."),
        Answer("happened_at_time", "Time", show=_time_in_words),
        Answer("known_on", "Day the school knew", "Say on what day the school knew."),
    ),
    Page.WHERE: (
        Answer("platform", "Place", "Say where it was posted or done.", show=lambda incident: incident.platform_label),
        Answer("platform_name", "", "Name the place.", is_needed=lambda incident: incident.platform == "other"),
        Answer("account", "Account, page or group"),
        Answer("address", "Web address"),
        Answer(
            "audience",
            "Who can see it",
            "Say who can see it.",
            is_needed=lambda incident: incident.platform != "not_online",
        ),
    ),
    Page.WHAT: (
        Answer("title", "Title", "Give it a short title."),
        Answer("facts", "Facts", "Say what was posted or done."),
        Answer("opinion", "Opinion"),
    ),
}
# The fields of the incident itself that a page fills in.
FIELDS = {page: tuple(answer.field for answer in answers) for page, answers in ANSWERS.items()}


@dataclass(frozen=True)
class MissingAnswer:
    """Something that must be said before the incident can be logged, and the page that asks it."""

    page: Page
    sentence: str


def find_missing(incident: Incident) -> list[MissingAnswer]:
    """What the draft still lacks, in the order of the pages; empty where it is whole."""
    missing = [
        MissingAnswer(page, answer.missing)
        for page, answers in ANSWERS.items()
        for answer in answers
        if answer.is_missing(incident)
    ]
    if not incident.subjects:
        missing.append(MissingAnswer(Page.WHO, "Say who did it, or is said to have."))
    if not incident.findings.all():
        missing.append(MissingAnswer(Page.FINDINGS, "Choose at least one finding."))
    return missing


def list_answers(incident: Incident, page: Page) -> list[Row]:
    """The stored answers of one page; with a way to change them while it is a draft."""
    change_url = build_page_url(incident, page) if incident.status == Incident.Status.DRAFT else ""
    if page in ANSWERS:
        return [
            Row(answer.key, answer.in_words(incident), change_url=change_url) for answer in ANSWERS[page] if answer.key
        ]
    return [Row(key, lines=lines, change_url=change_url) for key, lines in LINES[page](incident).items()]


def _list_people(incident: Incident) -> dict[str, list[str]]:
    people: dict[str, list[str]] = {part.label: [] for part in Involvement.Part}
    for involvement in incident.involvements.all():
        is_judged = involvement.part == Involvement.Part.SUBJECT
        capacity = f"{'judged as' if is_judged else 'as'} {involvement.get_capacity_display().lower()}"
        people[involvement.get_part_display()].append(f"{involvement.person}, {capacity}")
    return people


def _list_findings(incident: Incident) -> dict[str, list[str]]:
    names = get_wordings(incident.school).findings
    return {
        "Findings": [
            ": ".join(filter(None, [names[Finding(finding.finding)].name, finding.reason]))
            for finding in incident.findings.all()
        ]
    }


def _list_files(incident: Incident) -> dict[str, list[str]]:
    return {"Files": [file.title for file in incident.files]}


LINES: dict[Page, Callable[[Incident], dict[str, list[str]]]] = {
    Page.WHO: _list_people,
    Page.FINDINGS: _list_findings,
    Page.EVIDENCE: _list_files,
}


@dataclass(frozen=True)
class PageSection:
    page: Page
    rows: list[Row]
    missing: list[MissingAnswer]
    change_url: str


def list_sections(incident: Incident) -> list[PageSection]:
    missing = find_missing(incident)
    return [
        PageSection(
            page=page,
            rows=list_answers(incident, page),
            missing=[answer for answer in missing if answer.page is page],
            change_url=build_page_url(incident, page),
        )
        for page in Page
    ]


@dataclass(frozen=True)
class PageLink:
    page: Page
    url: str
    state: str


def list_pages(draft: Incident, here: Page) -> list[PageLink]:
    pages_to_do = {answer.page for answer in find_missing(draft)}
    files = len(draft.files)
    states = {page: "To do" if page in pages_to_do else "Done" for page in Page}
    states[Page.EVIDENCE] = f"{files} {'file' if files == 1 else 'files'}" if files else "None yet"
    states[here] = "You are here"
    return [PageLink(page, build_page_url(draft, page), state) for page, state in states.items()]


def build_page_url(draft: Incident, page: Page) -> str:
    return reverse("incidents:log_page", args=[draft.pk, page])


def build_page_context(draft: Incident, page: Page) -> dict[str, Any]:
    return {
        "draft": draft,
        "page": page,
        "page_count": len(Page),
        "links": list_pages(draft, page),
        "nothing_in_force": lacks_policy(draft),
    }


def lacks_policy(incident: Incident) -> bool:
    """Whether it happened on a day for which the school had no policy in force."""
    if incident.happened_on is None:
        return False
    return Version.objects.in_force_at(incident.school, on=incident.happened_on) is None
