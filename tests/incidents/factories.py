"""Incidents in any state, made by the services as a person would make them."""

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from incidents.journey import Page
from incidents.models import Incident, Involvement
from incidents.services.drafts import add_involvement, log_incident, save_page, set_findings, start_draft
from people.models import Capacity, Person, School, User
from policies.rules.words import Finding
from tests.cast import NOW, Cast

HAPPENED_ON = dt.date(2026, 11, 9)
KNOWN_ON = dt.date(2026, 11, 10)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(24)
JPEG = b"\xff\xd8\xff\xe0" + bytes(28)
PDF = b"%PDF-1.7\n" + bytes(24)

Part = Involvement.Part


def make_draft(by: User, school: School) -> Incident:
    """A draft with its first page filled in."""
    draft = start_draft(by=by, now=NOW, school=school)
    return fill(draft, by, Page.WHEN, happened_on=HAPPENED_ON, happened_at_time=None, known_on=KNOWN_ON)


def fill(draft: Incident, by: User, page: Page, *, now: dt.datetime = NOW, **values: Any) -> Incident:
    """The draft with one more page filled in, whatever its revision."""
    return save_page(
        by=by, now=now, incident=draft, revision=reload_incident(draft).revision, page=page, values=values
    )


def whole_draft(
    cast: Cast,
    *,
    by: User | None = None,
    subjects: tuple[Person, ...] | None = None,
    affected: tuple[Person, ...] = (),
    happened_on: dt.date = HAPPENED_ON,
    title: str = "Facebook post about the school",
    capacity: str = Capacity.PARENT,
    findings: dict[Finding, str] | None = None,
) -> Incident:
    """A draft that lacks nothing: a post by the parent of the cast, unless other subjects are given."""
    by = by or cast.head
    draft = make_draft(by, cast.school)
    fill(draft, by, Page.WHEN, happened_on=happened_on, known_on=KNOWN_ON)
    fill(draft, by, Page.WHERE, platform="facebook", audience="public", account="Flint mums")
    fill(draft, by, Page.WHAT, title=title, facts="“The Headteacher steals from the school fund.”")
    for person in subjects if subjects is not None else (cast.parent,):
        involve(draft, by, person, Part.SUBJECT, capacity)
    for person in affected:
        involve(draft, by, person, Part.AFFECTED, Capacity.STAFF)
    return with_findings(draft, by, findings or {Finding.DEFAMATION: ""})


def with_findings(draft: Incident, by: User, findings: dict[Finding, str]) -> Incident:
    """The draft with these findings, whatever its revision."""
    return set_findings(by=by, now=NOW, incident=draft, revision=reload_incident(draft).revision, findings=findings)


def involve(draft: Incident, by: User, person: Person, part: Part, capacity: str = Capacity.PARENT) -> Involvement:
    """Somebody's part in the draft."""
    return add_involvement(by=by, now=NOW, incident=draft, person=person, part=part, capacity=capacity)


def make_incident(cast: Cast, *, now: dt.datetime = NOW, by: User | None = None, **about: Any) -> Incident:
    """An incident with a reference."""
    draft = whole_draft(cast, by=by, **about)
    return log_incident(by=by or cast.head, now=now, incident=draft, revision=reload_incident(draft).revision)


def reload_incident(incident: Incident) -> Incident:
    """The incident as it is stored now."""
    return Incident.objects.get(pk=incident.pk)


def upload(content: bytes = PNG, name: str = "post.png") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content, content_type="text/html")
