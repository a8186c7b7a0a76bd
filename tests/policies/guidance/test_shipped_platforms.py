"""The registry of platforms that ships, and what pages make of it."""

import datetime as dt

import pytest

from incidents.models import Incident
from policies.guidance.platforms import describe_minimum_age, present_platform_help, shipped_platforms
from policies.rules.platforms import Platform, Row, find_minimum_age
from policies.rules.words import Finding

TODAY = dt.date(2026, 11, 21)
NOWHERE = {Incident.Platform.SCHOOL_CHANNEL, Incident.Platform.OTHER, Incident.Platform.NOT_ONLINE}


def test_the_registry_speaks_of_the_platforms_that_an_incident_may_name() -> None:
    assert {platform.value for platform in Platform} == set(Incident.Platform.values) - NOWHERE


@pytest.mark.parametrize("platform", Platform)
def test_every_platform_has_an_age_and_a_route_that_were_checked(platform: Platform) -> None:
    age = find_minimum_age(shipped_platforms(), platform, TODAY)
    shown = present_platform_help(platform, {Finding.OFFENSIVE_COMMENT}, today=TODAY)

    assert age
    assert age.years == 13
    assert len(shown.routes) == 1
    assert shown.routes[0].origin.checked_on


def test_what_is_not_verified_is_dormant_and_says_so() -> None:
    registry = shipped_platforms()
    rows: list[Row] = [*registry.ages, *registry.routes, *registry.services]
    dormant = [row for row in rows if row.origin.begins is None]

    assert [row.id for row in dormant] == ["under-16-ban", "other-underage"]
    assert all("verified" in row.origin.caution or "not been read" in row.origin.caution for row in dormant)
    assert [row.id for row in rows if row.origin.begins and not row.origin.checked_on] == []


def test_a_childs_account_on_instagram_has_its_own_form_first() -> None:
    shown = present_platform_help("instagram", {Finding.UNDERAGE_ACCOUNT}, today=TODAY)

    assert ["form for the account of a child" in route.how for route in shown.routes] == [True, False]


@pytest.mark.parametrize(
    ("finding", "names"),
    [
        (Finding.THREAT, ["Professionals Online Safety Helpline", "Report Harmful Content"]),
        (Finding.CHILD_IMAGE, ["Professionals Online Safety Helpline"]),
    ],
)
def test_who_helps_beyond_the_platform_depends_on_what_was_found(finding: Finding, names: list[str]) -> None:
    assert [service.name for service in present_platform_help("other", {finding}, today=TODAY).services] == names


def test_report_harmful_content_asks_for_thirteen_and_for_a_report_to_the_platform_first() -> None:
    [_, service] = present_platform_help("facebook", {Finding.HARASSMENT}, today=TODAY).services

    assert service.only_if[:2] == (
        "Whoever reports it is 13 or over.",
        "It has been reported to the platform first, at least 48 hours ago.",
    )


def test_a_place_that_the_registry_does_not_know_has_no_route_and_no_age() -> None:
    assert present_platform_help("other", {Finding.THREAT}, today=TODAY).routes == ()
    assert describe_minimum_age("other", "Tellonym", today=TODAY) == ""


@pytest.mark.parametrize(("today", "late"), [(dt.date(2027, 11, 21), False), (dt.date(2027, 11, 22), True)])
def test_an_age_that_nobody_checked_for_a_year_says_so(today: dt.date, late: bool) -> None:
    sentence = describe_minimum_age("x", "X (Twitter)", today=today)

    assert sentence.startswith("For X (Twitter) that is 13.")
    assert ("That was last checked more than a year ago." in sentence) is late


@pytest.mark.parametrize(("today", "late"), [(dt.date(2027, 11, 21), False), (dt.date(2027, 11, 22), True)])
def test_a_route_that_nobody_checked_for_a_year_says_so(today: dt.date, late: bool) -> None:
    [route] = present_platform_help("x", {Finding.THREAT}, today=today).routes

    assert route.origin.is_out_of_date is late
