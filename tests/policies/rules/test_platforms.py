from datetime import date

import pytest

from policies.rules.platforms import (
    PlatformRegistry,
    PlatformsError,
    find_minimum_age,
    find_routes,
    find_services,
    parse_platforms,
)
from policies.rules.words import Finding

ORIGIN = """
source = "A source"
begins = 2024-01-01
checked_on = 2024-02-01
"""
AGE = f'[[age]]\nid = "thirteen"\nplatforms = ["x", "tiktok"]\nyears = 13{ORIGIN}'
ROUTE = f'[[route]]\nid = "menu"\nplatforms = ["x"]\nhow = "Use the menu."{ORIGIN}'
SERVICE = f"""
[[service]]
id = "helpline"
name = "A helpline"
findings = ["threat"]
says = "It helps."
only_if = ["You asked first."]
reached = "0800 000000"
{ORIGIN}"""
DAY = date(2024, 6, 1)


def registry(*texts: str) -> PlatformRegistry:
    return parse_platforms("\n".join(texts), "platforms.toml")


def routes(text: str, finding: Finding = Finding.THREAT, platform: str = "x", today: date = DAY) -> list[str]:
    return [route.id for route in find_routes(registry(text), platform, {finding}, today)]


def test_the_minimum_age_is_that_of_the_platform() -> None:
    age = find_minimum_age(registry(AGE), "tiktok", DAY)

    assert age
    assert age.years == 13
    assert find_minimum_age(registry(AGE), "youtube", DAY) is None
    assert find_minimum_age(registry(AGE), "", DAY) is None


@pytest.mark.parametrize(
    ("today", "years"),
    [
        (date(2023, 12, 31), None),
        (date(2024, 1, 1), 13),
        (date(2026, 12, 31), 13),
        (date(2027, 1, 1), 16),
        (date(2028, 1, 1), 16),
        (date(2028, 1, 2), 13),
    ],
)
def test_of_several_rows_the_one_that_began_last_holds_until_it_ends(today: date, years: int | None) -> None:
    later = AGE.replace('"thirteen"', '"sixteen"').replace("= 13", "= 16").replace("begins = 2024", "begins = 2027")
    age = find_minimum_age(registry(AGE, later + "ends = 2028-01-01\n"), "x", today)

    assert (age.years if age else None) == years


def test_a_dormant_row_is_never_answered_and_need_not_have_been_checked() -> None:
    dormant = AGE.replace("begins = 2024-01-01\nchecked_on = 2024-02-01\n", 'caution = "Not verified."\n')

    assert find_minimum_age(registry(dormant), "x", date(2099, 1, 1)) is None


def test_a_route_for_a_finding_stands_before_one_for_any() -> None:
    special = ROUTE.replace('"menu"', '"form"') + 'about = ["underage_account"]\n'

    assert routes(ROUTE + special) == ["menu"]
    assert routes(ROUTE + special, Finding.UNDERAGE_ACCOUNT) == ["form", "menu"]
    assert routes(ROUTE + special, Finding.UNDERAGE_ACCOUNT, "tiktok") == []
    assert routes(ROUTE, today=date(2023, 12, 31)) == []


def test_a_service_helps_with_its_own_findings_and_says_what_it_asks() -> None:
    [service] = find_services(registry(SERVICE), {Finding.THREAT, Finding.DEFAMATION}, DAY)

    assert (service.name, service.only_if) == ("A helpline", ("You asked first.",))
    assert find_services(registry(SERVICE), {Finding.DEFAMATION}, DAY) == ()
    assert find_services(registry(SERVICE), {Finding.THREAT}, date(2023, 12, 31)) == ()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (AGE + AGE, "platforms.toml: age thirteen: the id is given twice"),
        (SERVICE + SERVICE, "platforms.toml: service helpline: the id is given twice"),
        (AGE.replace("years", "yeers"), "age thirteen: unknown key 'yeers'"),
        (AGE.replace("= 13", '= "13"'), "age thirteen: years must be a whole number from 1"),
        (AGE.replace('"tiktok"', '"tictoc"'), "age thirteen: platforms: unknown word 'tictoc'"),
        (ROUTE.replace('["x"]', "[]"), "route menu: platforms is empty"),
        (ROUTE + 'about = ["age"]\n', "route menu: about: unknown word 'age'"),
        (ROUTE + 'link = "x.com"\n', "route menu: link must begin with https://"),
        (ROUTE.replace("checked_on = 2024-02-01\n", ""), "route menu: checked_on is missing"),
        (ROUTE.replace("begins = 2024-01-01\n", ""), "the row is dormant: say in caution what is not verified"),
        ("[other]", r"the file: holds something else than \[\[age\]\], \[\[route\]\] and \[\[service\]\]"),
        ("age = ", "platforms.toml: Invalid value"),
    ],
)
def test_bad_rows_are_refused_with_their_file_and_fault(text: str, sentence: str) -> None:
    with pytest.raises(PlatformsError, match=sentence):
        registry(text)
