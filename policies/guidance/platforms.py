"""The registry of platforms that ships with Rung, as pages and letters use it. It is read once a process."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from policies.rules.duties import is_out_of_date
from policies.rules.platforms import (
    Origin,
    PlatformRegistry,
    find_minimum_age,
    find_routes,
    find_services,
    parse_platforms,
)
from policies.rules.words import Finding

REGISTRY = Path(__file__).parent / "platforms.toml"


@dataclass(frozen=True)
class OriginShown:
    """Where a row comes from; `link` is empty where its source has no address."""

    source: str
    link: str
    caution: str
    checked_on: dt.date | None
    is_out_of_date: bool


@dataclass(frozen=True)
class RouteShown:
    how: str
    origin: OriginShown


@dataclass(frozen=True)
class ServiceShown:
    """Who helps beyond the platform; `only_if` holds what must be so before they do."""

    name: str
    says: str
    only_if: tuple[str, ...]
    reached: str
    origin: OriginShown


@dataclass(frozen=True)
class PlatformHelp:
    """How to report what was found to one platform, and who helps when that leads nowhere."""

    routes: tuple[RouteShown, ...]
    services: tuple[ServiceShown, ...]


@cache
def shipped_platforms() -> PlatformRegistry:
    return parse_platforms(REGISTRY.read_text(encoding="utf-8"), REGISTRY.name)


def present_platform_help(platform: str, findings: Collection[Finding], *, today: dt.date) -> PlatformHelp:
    """How to report these findings there today; of a platform the registry does not know, no more than who helps."""
    registry = shipped_platforms()
    return PlatformHelp(
        routes=tuple(
            RouteShown(route.how, _present_origin(route.origin, today))
            for route in find_routes(registry, platform, findings, today)
        ),
        services=tuple(
            ServiceShown(row.name, row.says, row.only_if, row.reached, _present_origin(row.origin, today))
            for row in find_services(registry, findings, today)
        ),
    )


def describe_minimum_age(platform: str, name: str, *, today: dt.date) -> str:
    """From what age the platform of this name lets somebody hold an account; empty where that is not known."""
    age = find_minimum_age(shipped_platforms(), platform, today)
    if age is None:
        return ""
    origin = _present_origin(age.origin, today)
    late = " That was last checked more than a year ago." if origin.is_out_of_date else ""
    return f"For {name} that is {age.years}.{late} {origin.caution}".strip()


def _present_origin(origin: Origin, today: dt.date) -> OriginShown:
    checked_on = origin.checked_on
    is_late = checked_on is not None and is_out_of_date(checked_on, today)
    return OriginShown(origin.source, origin.link, origin.caution, checked_on, is_late)
