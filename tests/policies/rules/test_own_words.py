"""Words of a pack's own: declared, refused by name, used in rules, answered, stored and counted as core words."""

import json
from datetime import date

import pytest

from policies.rules.answer import as_contract, as_stored, from_stored
from policies.rules.assessment import Assessment, Facts, assess_version
from policies.rules.duties import parse_duties
from policies.rules.pack import Pack, build_ladders
from policies.rules.parsing import PackError, parse_pack
from policies.rules.vocabulary import Earlier, OwnWord, WordKind
from policies.rules.words import Actor, Fact, Finding, Party, Scope, Step, sort_words
from tests.policies.rules.test_second_format import NAME, TEXT

DAY = date(2025, 1, 1)
WORDS = """
[[word]]
kind = "party"
word = "grandparent"
label = "grandparent"
means = "A grandparent who collects a child."
counts_as = "parent"

[[word]]
kind = "finding"
word = "live_stream"
label = "Assembly streamed live"
means = "An assembly was streamed live by somebody in the hall."
counts_as = "recording"

[[word]]
kind = "fact"
word = "third_time"
label = "It is the third time in a year"
means = "Three incidents on record."
question = "Is it the third time in a year?"
scope = "finding"
counts = { findings = ["live_stream", "recording"], months = 12 }

[[word]]
kind = "step"
word = "seat_at_the_back"
label = "Offer a seat at the back"
means = "The person is asked to sit at the back of the hall."
counts_as = "discuss"

[[word]]
kind = "actor"
word = "door_team"
label = "the door team"
means = "Volunteers at the door of the hall."
"""
RULE = """
[[rule]]
id = "ml-seat"
clause = "ML-7"
condition = "talk"
parties = ["grandparent"]
findings = ["live_stream"]
step = "seat_at_the_back"
force = "will"
label = "Offer a seat at the back of the hall"
who = "door_team"
waits_for = ["third_time", "wording_applies"]
alternatives = ""
"""
DUTY = """
[[duty]]
id = "recordings"
nation = "northern_ireland"
source = "A source"
begins = 2024-01-01
checked_on = 2024-01-01
parties = ["parent"]
findings = ["recording"]
says = "Care for those recorded."
"""


def own_pack(*changes: tuple[str, str]) -> Pack:
    """Return the pack of the second format with words of its own, with some of its text changed."""
    text = TEXT + WORDS + RULE
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return parse_pack(text, NAME)


def answer(*confirmed: str) -> Assessment:
    """Return what the pack says of a grandparent who streamed an assembly."""
    party, finding = Party("grandparent"), Finding("live_stream")
    facts = Facts("mill-lane", DAY, DAY, party, frozenset({finding}), frozenset(confirmed))
    return assess_version(own_pack(), facts, duties=parse_duties(DUTY, "duties.toml"))


def test_a_declared_word_is_read_whole() -> None:
    words = {own.word: own for own in own_pack().vocabulary.own}

    assert list(words) == ["grandparent", "live_stream", "third_time", "seat_at_the_back", "door_team"]
    assert words["third_time"] == OwnWord(
        kind=WordKind.FACT,
        word="third_time",
        label="It is the third time in a year",
        means="Three incidents on record.",
        question="Is it the third time in a year?",
        scope=Scope.FINDING,
        counts=Earlier((Finding("live_stream"), Finding.RECORDING), 12),
    )
    assert words["seat_at_the_back"].counts_as == Step.DISCUSS


def test_a_rule_of_own_words_waits_for_its_own_fact_and_opens_by_it() -> None:
    [waiting], [opened] = answer().steps, answer("third_time:live_stream", "wording_applies").steps

    assert (waiting.step, waiting.state, waiting.who) == ("seat_at_the_back", "waiting", "door_team")
    assert waiting.waiting_for == ("third_time", "wording_applies")
    assert opened.state == "open"
    assert answer("third_time:recording", "wording_applies").steps[0].state == "waiting"


def test_an_answer_of_own_words_is_written_stored_and_comes_back() -> None:
    given = answer("wording_applies")

    assert as_contract(given, 1)["steps"][0]["step"] == "seat_at_the_back"
    assert from_stored(json.loads(json.dumps(as_stored(given)))) == given


def test_a_duty_counts_an_own_word_as_the_word_of_the_core() -> None:
    assert [duty.id for duty in answer().duties] == ["recordings"]


def test_every_own_party_and_finding_has_a_step_or_a_silence_and_stands_in_the_ladder() -> None:
    pack = own_pack()

    assert (Party("grandparent"), Finding.THREAT) in pack.silence_for
    assert (Party.STAFF, Finding("live_stream")) in pack.silence_for
    assert Party("grandparent") in {party for ladder in build_ladders(pack) for party in ladder.parties}


def test_every_stands_for_the_own_words_too() -> None:
    [right] = own_pack().rights

    assert Finding("live_stream") in right.findings


def test_own_words_stand_after_those_of_the_core() -> None:
    mixed = [Finding("zebra"), Finding.OTHER_BREACH, Finding("live_stream"), Finding.THREAT]

    assert sort_words(mixed) == ("threat", "other_breach", "live_stream", "zebra")


def test_a_word_of_a_pack_is_unknown_to_any_other() -> None:
    with pytest.raises(PackError, match="rule ml-seat: waits_for: unknown word 'third_time'"):
        parse_pack(TEXT + RULE, NAME)


@pytest.mark.parametrize("text", ["", "x", "Grandparent", "grand parent", "7th", "a" * 41, "déjà"])
def test_what_no_word_can_be_written_as_is_no_word(text: str) -> None:
    for vocabulary in (Party, Finding, Fact, Step, Actor):
        with pytest.raises(ValueError, match="is not a valid"):
            vocabulary(text)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('word = "grandparent"', 'word = "Gran"', "word Gran: word 'Gran' must be 2 to 40 small letters"),
        ('word = "grandparent"', 'word = "parent"', "word parent: 'parent' is a party of the core already"),
        ('kind = "actor"', 'kind = "actors"', "word door_team: kind: unknown word 'actors' (did you mean"),
        ('counts_as = "discuss"', 'counts_as = "discus"', "word seat_at_the_back: counts_as: unknown word 'discus'"),
        ('counts_as = "parent"\n', "", "word grandparent: counts_as is missing"),
        ('scope = "finding"\n', "", "word third_time: scope is missing"),
        ('label = "the door team"', 'label = "the door team"\nscope = "clause"', "word door_team: scope does not"),
        ("months = 12", "months = 0", "word third_time: counts: months must be a whole number from 1, not 0"),
        ('findings = ["live_stream", "recording"]', "findings = []", "word third_time: counts: findings is empty"),
        (
            '["live_stream", "recording"]',
            '["live_steam"]',
            "word third_time: counts: unknown finding 'live_steam'",
        ),
        (
            '["live_stream", "recording"]',
            '["Live stream"]',
            "word third_time: counts: findings: unknown word 'Live stream'",
        ),
        ('kind = "actor"\nword = "door_team"', 'kind = "party"\nword = "grandparent"', "word grandparent: counts_as"),
        (
            'word = "live_stream"\nlabel',
            """word = "live_stream"
label = "x"
means = "y"
counts_as = "threat"

[[word]]
kind = "finding"
word = "live_stream"
label""",
            "word live_stream: the finding is declared twice",
        ),
    ],
)
def test_a_faulty_declaration_is_refused_by_name(old: str, new: str, fault: str) -> None:
    with pytest.raises(PackError) as refused:
        own_pack((old, new))

    assert refused.value.faults[0].startswith(fault)


def test_the_first_format_declares_no_words() -> None:
    with pytest.raises(PackError) as refused:
        own_pack(("format = 2", "format = 1"))

    assert "the file: unknown key 'word'" in [fault.split(" (did")[0] for fault in refused.value.faults]
