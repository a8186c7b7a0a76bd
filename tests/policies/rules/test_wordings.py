"""How words of a pack's own read, beside those of the core."""

from dataclasses import replace
from pathlib import Path

from policies.rules.differences import compare_packs
from policies.rules.pack import Pack
from policies.rules.parsing import parse_pack
from policies.rules.vocabulary import OwnWord, WordKind
from policies.rules.wording import FINDINGS, HURTFUL
from policies.rules.wordings import CORE_WORDINGS, build_wordings, merge_words
from policies.rules.words import Actor, Fact, Finding, Force, Party, Step

TEXT = (Path(__file__).parent.parent / "own_words.toml").read_text(encoding="utf-8")
OWN = parse_pack(TEXT, "own_words.toml").vocabulary.own
WORDINGS = build_wordings(OWN)
LEADER, GOSSIP, TALK = Party("club_leader"), Finding("chat_gossip"), Step("gate_talk")
THIRD, FORUM = Fact("third_time"), Actor("parents_forum")


def test_a_party_is_named_by_its_label_and_titled_with_a_capital() -> None:
    row = WORDINGS.parties[LEADER]

    assert (row.name, row.title) == ("club leader", "Club leader")
    assert WORDINGS.question(Fact.REFUSED, LEADER).asks == "Has the club leader refused?"


def test_a_finding_stands_under_the_heading_of_what_it_counts_as_and_is_said_as_carefully() -> None:
    row = WORDINGS.findings[GOSSIP]

    assert (row.heading, row.name) == (HURTFUL, "Gossip in a class chat")
    assert row.means == "A class chat was used to talk about a family."
    assert WORDINGS.careful_sentence([GOSSIP]) == "The school considers that it may be offensive."


def test_a_finding_beside_the_one_that_it_counts_as_is_said_once() -> None:
    assert WORDINGS.careful_phrase([GOSSIP, Finding.OFFENSIVE_COMMENT]) == "be offensive"


def test_a_fact_is_asked_in_its_own_words_braces_and_all() -> None:
    row = WORDINGS.question(THIRD, Party.PARENT)

    assert row.asks == "Is it the third time {this} year?"
    assert row.confirmed == "It is the third time in a year"
    assert WORDINGS.waits_for([THIRD], Party.PARENT, [TALK]) == (
        "“It is the third time in a year” to be confirmed, and “Talk at the gate” to be done first"
    )


def test_an_actor_begins_the_tag_of_a_step_that_binds_them() -> None:
    assert WORDINGS.actors[FORUM].name == "the parents' forum"
    assert WORDINGS.force_tag(Force.WILL, FORUM) == "The parents' forum will"
    assert WORDINGS.force_tag(Force.MAY, FORUM) == "May"


def test_a_word_counts_as_one_of_the_core_among_its_kind_alone() -> None:
    assert [WORDINGS.counts_as(word) for word in (LEADER, Party.PARENT)] == [Party.VOLUNTEER, Party.PARENT]
    assert WORDINGS.counts_as(TALK) == Step.MEETING
    assert WORDINGS.list_variants(Step.MEETING) == (Step.MEETING, TALK)
    assert WORDINGS.list_variants(Step.SUSPEND) == (Step.SUSPEND,)
    assert WORDINGS.list_variants(Party.VOLUNTEER) == (Party.VOLUNTEER, LEADER)


def test_own_words_come_after_those_of_the_core() -> None:
    assert list(WORDINGS.findings) == [*FINDINGS, GOSSIP]
    assert (WORDINGS.list_own(Finding), CORE_WORDINGS.list_own(Finding)) == ((GOSSIP,), ())


def test_of_a_word_declared_twice_the_later_counts() -> None:
    [step] = [row for row in OWN if row.kind == WordKind.STEP]
    later = replace(step, label="Talk indoors", counts_as="discuss")
    merged = build_wordings(merge_words(OWN, [later]))

    assert merged.steps[TALK].label == "Talk indoors"
    assert merged.counts_as(TALK) == Step.DISCUSS
    assert merged.list_variants(Step.MEETING) == (Step.MEETING,)


def test_one_text_may_be_a_word_of_two_kinds() -> None:
    words = [
        OwnWord(WordKind.FINDING, "outing", "Trip spoilt", "", counts_as="threat"),
        OwnWord(WordKind.STEP, "outing", "Cancel the trip", "", counts_as="suspend"),
    ]
    wordings = build_wordings(tuple(words))

    assert wordings.counts_as(Finding("outing")) == Finding.THREAT
    assert wordings.counts_as(Step("outing")) == Step.SUSPEND


def read_pack(*changes: tuple[str, str]) -> Pack:
    """The pack with some of its text changed."""
    text = TEXT
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return parse_pack(text, "own_words.toml")


def test_a_comparison_of_versions_has_each_word_by_the_label_of_its_own_version() -> None:
    old = read_pack()
    new = read_pack(
        ('label = "club leader"', 'label = "club coach"'), ('waits_for = ["third_time"]', "waits_for = []")
    )

    [difference] = compare_packs(old, new)
    before = " ".join(change.before for change in difference.steps)
    after = " ".join(change.after for change in difference.steps)

    assert "Who: the parents' forum. For: Gossip in a class chat. About: Parents and carers; Club leader." in before
    assert "Waits for: Is it the third time {this} year? Only after: “Talk at the gate”." in before
    assert "About: Parents and carers; Club coach." in after
