from collections.abc import Collection
from datetime import date

import pytest

from policies.rules.duties import (
    Contact,
    DutiesError,
    Duty,
    DutyFacts,
    DutyQuestion,
    find_duties,
    find_duty_questions,
    is_out_of_date,
    parse_duties,
)
from policies.rules.pack import TimeLimit
from policies.rules.words import Fact, Finding, PackNation, Party, Start, Step, Unit

ROW = """
[[duty]]
id = "tell"
nation = "england"
source = "A source"
begins = 2024-01-01
ends = 2024-12-31
checked_on = 2024-02-01
parties = ["staff"]
findings = ["sexual_advance", "pupil_contact"]
says = "Tell somebody."
"""
WAITS = 'confirmed = ["child_harmed"]\n'
ASKS = WAITS + 'asks = "child_harmed"\nask_about = ["pupil_contact"]\nwhy = "It comes first."\n'


def facts(
    finding: Finding = Finding.PUPIL_CONTACT,
    nation: PackNation = PackNation.ENGLAND,
    today: date = date(2024, 6, 1),
    party: Party = Party.STAFF,
    confirmed: Collection[str] = (),
    steps: Collection[Step] = (),
) -> DutyFacts:
    """Return what duties are looked up by."""
    return DutyFacts(nation, today, party, frozenset({finding}), frozenset(confirmed), frozenset(steps))


def answered(lookup: DutyFacts, text: str = ROW) -> tuple[Duty, ...]:
    """Return the duties that a file of rows answers."""
    return find_duties(parse_duties(text, "duties.toml"), lookup)


def questions(lookup: DutyFacts, text: str) -> list[DutyQuestion]:
    """Return what a file of rows asks."""
    return list(find_duty_questions(parse_duties(text, "duties.toml"), lookup))


def test_a_duty_is_answered_for_its_nation_party_and_finding() -> None:
    assert [duty.says for duty in answered(facts())] == ["Tell somebody."]
    assert answered(facts(nation=PackNation.WALES)) == ()
    assert answered(facts(party=Party.PARENT)) == ()
    assert answered(facts(Finding.DEFAMATION)) == ()


@pytest.mark.parametrize(
    ("today", "holds"),
    [
        (date(2023, 12, 31), False),
        (date(2024, 1, 1), True),
        (date(2024, 12, 31), True),
        (date(2025, 1, 1), False),
    ],
)
def test_a_duty_holds_from_its_first_day_to_its_last(today: date, holds: bool) -> None:
    assert bool(answered(facts(today=today))) is holds


def test_a_duty_without_an_end_still_holds() -> None:
    assert answered(facts(today=date(2099, 1, 1)), ROW.replace("ends = 2024-12-31\n", ""))


def test_a_dormant_duty_is_never_answered() -> None:
    dormant = ROW.replace("begins = 2024-01-01\n", "").replace("ends = 2024-12-31\n", "")

    assert answered(facts(), dormant + 'caution = "Its beginning is not verified."\n') == ()


def test_a_row_of_several_nations_is_one_duty_in_each() -> None:
    text = ROW.replace('"england"', '["england", "wales"]')
    wales = answered(facts(nation=PackNation.WALES), text)

    assert [(duty.id, duty.nation) for duty in wales] == [("tell", PackNation.WALES)]
    assert [duty.nation for duty in answered(facts(), text)] == [PackNation.ENGLAND]
    assert answered(facts(nation=PackNation.SCOTLAND), text) == ()


def test_every_party_and_every_finding_are_written_in_one_word() -> None:
    text = ROW.replace('["staff"]', '"every"').replace('["sexual_advance", "pupil_contact"]', '"every"')

    assert all(answered(facts(finding, party=party), text) for party in Party for finding in Finding)


def test_a_duty_waits_for_every_fact_it_names() -> None:
    text = ROW + 'confirmed = ["child_harmed", "teacher"]\n'

    assert answered(facts(), text) == ()
    assert answered(facts(confirmed={Fact.TEACHER}), text) == ()
    assert answered(facts(confirmed={Fact.TEACHER, Fact.CHILD_HARMED}), text)


@pytest.mark.parametrize(
    ("confirmed", "holds"),
    [
        ("breach_found", True),
        ("breach_found:pupil_contact", True),
        ("breach_found:threat", False),
        ("breach_found:sexual_advance", False),
    ],
)
def test_a_fact_confirmed_of_one_finding_opens_a_duty_about_that_finding_alone(confirmed: str, holds: bool) -> None:
    text = ROW + 'confirmed = ["breach_found"]\n'

    assert bool(answered(facts(confirmed={confirmed}), text)) is holds


def test_a_duty_that_hangs_on_steps_holds_once_one_of_them_does() -> None:
    text = ROW + 'steps = ["dismissal", "end_role"]\n'

    assert answered(facts(), text) == ()
    assert answered(facts(steps={Step.SUSPEND}), text) == ()
    assert answered(facts(steps={Step.SUSPEND, Step.END_ROLE}), text)


def test_a_duty_may_have_a_time_limit_a_link_contacts_and_a_caution() -> None:
    [duty] = answered(
        facts(),
        ROW
        + """
        within = { count = 1, of = "working days", from = "known" }
        link = "https://www.example.org/source"
        contacts = ["designated_officer", "chair"]
        caution = "An older edition was read."
        urgent = true
        """,
    )

    assert duty.within == TimeLimit(1, Unit.WORKING_DAYS, Start.KNOWN)
    assert duty.contacts == (Contact.DESIGNATED_OFFICER, Contact.CHAIR)
    assert (duty.link, duty.caution) == ("https://www.example.org/source", "An older edition was read.")
    assert duty.urgent


def test_a_duty_that_lacks_one_fact_asks_for_it_and_says_why() -> None:
    [row] = questions(facts(), ROW + ASKS)

    assert row.fact == Fact.CHILD_HARMED
    assert row.asks == "Does it say that a child was or may have been harmed?"
    assert row.why == "It comes first."


def test_nothing_is_asked_once_it_is_confirmed_or_where_the_duty_does_not_fit() -> None:
    assert questions(facts(confirmed={Fact.CHILD_HARMED}), ROW + ASKS) == []
    assert questions(facts(nation=PackNation.WALES), ROW + ASKS) == []
    assert questions(facts(party=Party.PARENT), ROW + ASKS) == []
    assert questions(facts(today=date(2025, 1, 1)), ROW + ASKS) == []
    assert questions(facts(), ROW + ASKS + 'steps = ["dismissal"]\n') == []


def test_a_duty_asks_only_about_the_findings_it_names_and_holds_for_all_of_its_own() -> None:
    advance = facts(Finding.SEXUAL_ADVANCE)

    assert questions(advance, ROW + ASKS) == []
    assert answered(facts(Finding.SEXUAL_ADVANCE, confirmed={Fact.CHILD_HARMED}), ROW + ASKS)


def test_a_duty_that_lacks_more_than_it_asks_for_asks_nothing_yet() -> None:
    text = ROW + ASKS.replace('["child_harmed"]', '["child_harmed", "teacher"]')

    assert questions(facts(), text) == []
    assert [row.fact for row in questions(facts(confirmed={Fact.TEACHER}), text)] == [Fact.CHILD_HARMED]


def test_what_two_duties_ask_is_asked_once() -> None:
    second = (ROW + ASKS).replace('"tell"', '"tell-again"').replace("It comes first.", "Another reason.")

    assert [row.why for row in questions(facts(), ROW + ASKS + second)] == ["It comes first."]


@pytest.mark.parametrize(
    ("checked_on", "today", "late"),
    [
        (date(2026, 11, 1), date(2027, 10, 31), False),
        (date(2026, 11, 1), date(2027, 11, 1), False),
        (date(2026, 11, 1), date(2027, 11, 2), True),
        (date(2024, 2, 29), date(2025, 2, 28), False),
        (date(2024, 2, 29), date(2025, 3, 1), True),
        (date(2027, 2, 28), date(2028, 2, 28), False),
        (date(2027, 2, 28), date(2028, 2, 29), True),
    ],
)
def test_a_row_is_out_of_date_more_than_twelve_months_after_it_was_checked(
    checked_on: date, today: date, late: bool
) -> None:
    assert is_out_of_date(checked_on, today) is late


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (ROW + ROW, "duties.toml: duty tell: the id is given twice"),
        (ROW.replace("says", "sais"), "duties.toml: duty tell: unknown key 'sais'"),
        ("[other]", r"duties.toml: the file: holds something else than \[\[duty\]\]"),
        ("duty = ", "duties.toml: Invalid value"),
        (ROW.replace('"staff"', '"staf"'), r"duty tell: parties: unknown word 'staf' \(did you mean 'staff'\?\)"),
        (ROW.replace('"pupil_contact"', '"contact"'), "duty tell: findings: unknown word 'contact'"),
        (ROW.replace('"england"', '"cornwall"'), "duty tell: nation: unknown word 'cornwall'"),
        (ROW.replace('"england"', '["wales", "cornwall"]'), "duty tell: nation: unknown word 'cornwall'"),
        (ROW.replace('"england"', "[]"), "duty tell: nation is empty"),
        (ROW + 'confirmed = ["harmed"]\n', "duty tell: confirmed: unknown word 'harmed'"),
        (ROW + 'confirmed = ["wording_applies"]\n', "wording_applies holds for one clause of a policy"),
        (ROW + 'steps = ["sacking"]\n', "duty tell: steps: unknown word 'sacking'"),
        (ROW + "steps = []\n", "duty tell: steps is empty"),
        (ROW + 'contacts = ["mayor"]\n', "duty tell: contacts: unknown word 'mayor'"),
        (ROW + 'link = "www.example.org"\n', "duty tell: link must begin with https://, not 'www.example.org'"),
        (ROW + 'urgent = "yes"\n', "duty tell: urgent must be true or false, not 'yes'"),
        (ROW + 'within = { count = 1, of = "moons", from = "known" }\n', "within: of: unknown word 'moons'"),
        (ROW + 'within = { count = 1, of = "weeks", from = "then" }\n', "within: from: unknown word 'then'"),
        (ROW + ASKS.replace(WAITS, ""), "asks: child_harmed is not one of the facts in confirmed"),
        (ROW + WAITS + 'asks = "child_harmed"\n', "asks, ask_about and why come together"),
        (ROW + 'why = "It comes first."\n', "asks, ask_about and why come together"),
        (ROW + ASKS.replace("pupil_contact", "threat"), "ask_about holds findings that the row does not speak of"),
        (ROW.replace("begins = 2024-01-01\n", ""), "the row is dormant: say in caution what is not verified"),
        (ROW.replace("2024-12-31", "2023-12-31"), "duty tell: ends before it begins"),
        (ROW.replace("2024-02-01", '"2024-02-01"'), "duty tell: checked_on must be a date such as 2021-11-01"),
    ],
)
def test_bad_rows_are_refused_with_their_file_and_fault(text: str, sentence: str) -> None:
    with pytest.raises(DutiesError, match=sentence):
        parse_duties(text, "duties.toml")
