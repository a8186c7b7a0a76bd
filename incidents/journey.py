"""The pages of logging an incident: their order, what each asks, what is missing, what is shown to check."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.formats import time_format

from incidents.models import Incident
from policies.models import Version
from policies.rules import wording
from policies.rules.words import Finding
from web.dates import day_in_words

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


@dataclass(frozen=True)
class Stage:
    """One page in the list of pages, and whether it is done."""

    page: Page
    url: str
    state: str


@dataclass(frozen=True)
class Row:
    """One answer of a summary list."""

    key: str
    value: str = ""
    lines: list[str] = field(default_factory=list)
    change_url: str = ""


@dataclass(frozen=True)
class Section:
    """The answers of one page, and what they still lack."""

    page: Page
    rows: list[Row]
    missing: list[Missing]
    change_url: str = ""


def page_url(draft: Incident, page: Page) -> str:
    """The address of one page of this draft's journey."""
    return reverse("incidents:log_page", args=[draft.pk, page])


def page_context(draft: Incident, page: Page) -> dict[str, Any]:
    """The draft, the page, where back leads, and how far the journey is."""
    back = page_url(draft, page.preceding) if page.preceding else reverse("incidents:log_start")
    return {
        "draft": draft,
        "page": page,
        "pages": len(Page),
        "back_url": back,
        "stages": stages_of(draft, page),
        "stored": rows_of(draft, page),
        "nothing_in_force": no_policy_on(draft),
    }


def stages_of(draft: Incident, here: Page | None) -> list[Stage]:
    """Every page of the journey with its state, in words."""
    lacking = {one.page for one in missing_from(draft)}
    files = len(draft.files)
    stages = []
    for page in Page:
        state = "To do" if page in lacking else "Done"
        if page is Page.EVIDENCE:
            state = f"{files} {'file' if files == 1 else 'files'}" if files else "None yet"
        stages.append(Stage(page, page_url(draft, page), "You are here" if page is here else state))
    return stages


def sections_of(incident: Incident) -> list[Section]:
    """Every answer, page by page; with ways back to change them while it is a draft."""
    is_draft = incident.status == Incident.Status.DRAFT
    lacking = missing_from(incident)
    return [
        Section(
            page=page,
            rows=rows_of(incident, page),
            missing=[one for one in lacking if one.page is page],
            change_url=page_url(incident, page) if is_draft else "",
        )
        for page in Page
    ]


def rows_of(incident: Incident, page: Page) -> list[Row]:
    """The stored answers of one page."""
    change_url = page_url(incident, page) if incident.status == Incident.Status.DRAFT else ""
    return [
        Row(key=key, change_url=change_url, **({"lines": said} if isinstance(said, list) else {"value": said}))
        for key, said in ANSWERS[page](incident)
    ]


def no_policy_on(incident: Incident) -> bool:
    """Whether it happened on a day for which the school had no policy in force."""
    if incident.happened_on is None:
        return False
    return Version.objects.in_force_at(incident.school, on=incident.happened_on) is None


Answers = list[tuple[str, str | list[str]]]


def _when(incident: Incident) -> Answers:
    at_time = incident.happened_at_time
    return [
        ("Day it happened", day_in_words(incident.happened_on)),
        ("Time", time_format(at_time, "H:i") if at_time else "Not known"),
        ("Day the school knew", day_in_words(incident.known_on)),
    ]


def _where(incident: Incident) -> Answers:
    return [
        ("Place", incident.platform_label),
        ("Account, page or group", incident.account),
        ("Web address", incident.address),
        ("Who can see it", incident.get_audience_display()),
    ]


def _what(incident: Incident) -> Answers:
    return [("Title", incident.title), ("Facts", incident.facts), ("Opinion", incident.opinion)]


def _who(incident: Incident) -> Answers:
    parts = [("Did it, or is said to have", "subject"), ("Affected by it", "affected"), ("Saw it", "witness")]
    return [
        (label, [_involved(one) for one in incident.involvements.all() if one.part == part])
        for label, part in [*parts, ("Reported it", "reporter")]
    ]


def _findings(incident: Incident) -> Answers:
    said = [(Finding(one.finding), one.reason) for one in incident.findings.all()]
    return [("Findings", [f"{wording.FINDINGS[one].name}{': ' + reason if reason else ''}" for one, reason in said])]


def _evidence(incident: Incident) -> Answers:
    return [("Files", [one.title for one in incident.files])]


def _involved(one: Any) -> str:
    judged = "judged as" if one.part == "subject" else "as"
    return f"{one.person}, {judged} {one.get_capacity_display().lower()}"


ANSWERS = {
    Page.WHEN: _when,
    Page.WHERE: _where,
    Page.WHAT: _what,
    Page.WHO: _who,
    Page.FINDINGS: _findings,
    Page.EVIDENCE: _evidence,
}
