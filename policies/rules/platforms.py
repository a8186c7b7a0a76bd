"""The registry of platforms: from what age, how to report, who helps; each row with its source and dates."""

import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar

from policies.rules.duties import is_in_force, read_link
from policies.rules.entries import EntryError, PackEntry, iterate_entries
from policies.rules.words import Finding


class PlatformsError(Exception):
    """The registry is refused; the sentence names the file, the row and the fault."""


class Platform(StrEnum):
    """The platforms an incident may name."""

    FACEBOOK = "facebook"
    INSTAGRAM = "instagram"
    WHATSAPP = "whatsapp"
    X = "x"
    TIKTOK = "tiktok"
    SNAPCHAT = "snapchat"
    YOUTUBE = "youtube"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a row comes from and since when it holds; without `begins` it is dormant, and was perhaps never read."""

    source: str
    link: str
    begins: date | None
    ends: date | None
    checked_on: date | None
    caution: str


@dataclass(frozen=True, slots=True)
class MinimumAge:
    id: str
    platforms: frozenset[Platform]
    years: int
    origin: Origin


@dataclass(frozen=True, slots=True)
class ReportRoute:
    """How to report something to a platform; `about` names the findings it is for, empty where it is for any."""

    id: str
    platforms: frozenset[Platform]
    about: frozenset[Finding]
    how: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class HelpService:
    """Who helps beyond the platform, how they are reached, and what each report to them must meet."""

    id: str
    name: str
    findings: frozenset[Finding]
    says: str
    only_if: tuple[str, ...]
    reached: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class PlatformRegistry:
    ages: tuple[MinimumAge, ...]
    routes: tuple[ReportRoute, ...]
    services: tuple[HelpService, ...]


class Row(Protocol):
    """What every row of the registry has."""

    @property
    def id(self) -> str: ...

    @property
    def origin(self) -> Origin: ...


RowOf = TypeVar("RowOf", bound=Row)
ORIGIN_KEYS = {"id", "source", "link", "begins", "ends", "checked_on", "caution"}
AGE_KEYS = ORIGIN_KEYS | {"platforms", "years"}
ROUTE_KEYS = ORIGIN_KEYS | {"platforms", "about", "how"}
SERVICE_KEYS = ORIGIN_KEYS | {"name", "findings", "says", "only_if", "reached"}


def parse_platforms(text: str, name: str) -> PlatformRegistry:
    """Read the registry; `name` is the file's name, for errors."""
    try:
        return read_platforms(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, EntryError) as error:
        raise PlatformsError(f"{name}: {error}") from error


def read_platforms(tables: Mapping[str, object]) -> PlatformRegistry:
    """Read every row; this will refuse an id given twice among rows of one kind."""
    if tables.keys() - {"age", "route", "service"}:
        raise EntryError("the file", "holds something else than [[age]], [[route]] and [[service]]")
    return PlatformRegistry(
        ages=refuse_twice(map(read_age, iterate_entries(tables, "age", AGE_KEYS)), "age"),
        routes=refuse_twice(map(read_route, iterate_entries(tables, "route", ROUTE_KEYS)), "route"),
        services=refuse_twice(map(read_service, iterate_entries(tables, "service", SERVICE_KEYS)), "service"),
    )


def refuse_twice(rows: Iterable[RowOf], kind: str) -> tuple[RowOf, ...]:
    """Return the rows; this will refuse an id given twice."""
    found: dict[str, RowOf] = {}
    for row in rows:
        if row.id in found:
            raise EntryError(f"{kind} {row.id}", "the id is given twice")
        found[row.id] = row
    return tuple(found.values())


def read_age(entry: PackEntry) -> MinimumAge:
    """Read from what age an account may be held."""
    platforms = entry.some_words("platforms", Platform)
    return MinimumAge(entry.text("id"), platforms, entry.number("years"), read_origin(entry))


def read_route(entry: PackEntry) -> ReportRoute:
    """Read how something is reported."""
    about = entry.some_words("about", Finding) if entry.has("about") else frozenset()
    platforms = entry.some_words("platforms", Platform)
    return ReportRoute(entry.text("id"), platforms, about, entry.text("how"), read_origin(entry))


def read_service(entry: PackEntry) -> HelpService:
    """Read who helps, with what a report to them must meet."""
    return HelpService(
        id=entry.text("id"),
        name=entry.text("name"),
        findings=entry.some_words("findings", Finding),
        says=entry.text("says"),
        only_if=entry.texts("only_if"),
        reached=entry.text("reached"),
        origin=read_origin(entry),
    )


def read_origin(entry: PackEntry) -> Origin:
    """Read where a row comes from; one that is not dormant was read on a day, one that is says why."""
    origin = Origin(
        source=entry.text("source"),
        link=read_link(entry),
        begins=entry.day("begins") if entry.has("begins") else None,
        ends=entry.day("ends") if entry.has("ends") else None,
        checked_on=entry.day("checked_on") if entry.has("checked_on") else None,
        caution=entry.text_if_any("caution"),
    )
    if origin.begins and not origin.checked_on:
        raise entry.fault("checked_on is missing: only a dormant row, without begins, was never checked")
    if origin.begins is None and not origin.caution:
        raise entry.fault("begins is missing, so the row is dormant: say in caution what is not verified")
    return origin


def find_minimum_age(registry: PlatformRegistry, platform: str, today: date) -> MinimumAge | None:
    """Return the platform's row that holds today; of several the one that began last, None where there is none."""
    rows = [row for row in find_current(registry.ages, today) if platform in row.platforms]
    return max(rows, key=lambda row: row.origin.begins or date.min, default=None)


def find_routes(
    registry: PlatformRegistry, platform: str, findings: Collection[Finding], today: date
) -> tuple[ReportRoute, ...]:
    """Return how to report these findings to the platform; a route for one of them stands before one for any."""
    rows = [
        row
        for row in find_current(registry.routes, today)
        if platform in row.platforms and (not row.about or not row.about.isdisjoint(findings))
    ]
    return tuple(sorted(rows, key=lambda row: not row.about))


def find_services(registry: PlatformRegistry, findings: Collection[Finding], today: date) -> tuple[HelpService, ...]:
    """Return who helps with any of these findings beyond the platform."""
    return tuple(row for row in find_current(registry.services, today) if not row.findings.isdisjoint(findings))


def find_current(rows: Iterable[RowOf], today: date) -> list[RowOf]:
    """Return the rows in force today, never a dormant one."""
    return [row for row in rows if is_in_force(row.origin.begins, row.origin.ends, today)]
