"""What the second format of a pack can say: each new thing on its boundary, answered, stored and in words."""

import json
import tomllib
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from policies.rules.answer import as_contract, as_stored, from_stored
from policies.rules.assessment import Facts, assess, assess_version
from policies.rules.faults import read_verb
from policies.rules.pack import Pack
from policies.rules.parsing import PackError, parse_pack
from policies.rules.terms import describe_terms
from policies.rules.wordings import CORE_WORDINGS
from policies.rules.words import Actor, Fact, Finding, Notice, Party, State, Step
from tests.policies.rules.factories import small_pack

HERE = Path(__file__).parent
TEXT = (HERE / "second_pack.toml").read_text(encoding="utf-8")
NAME = "second.toml"
SCENARIOS = tomllib.loads((HERE / "second_pack_scenarios.toml").read_text(encoding="utf-8"))["scenario"]
DAY = date(2025, 1, 1)


def second_pack(*changes: tuple[str, str]) -> Pack:
    """Return the pack with some of its text changed, once each."""
    text = TEXT
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return parse_pack(text, NAME)


def faults(*changes: tuple[str, str]) -> tuple[str, ...]:
    """Return every fault for which the changed pack is refused."""
    with pytest.raises(PackError) as refused:
        second_pack(*changes)
    return refused.value.faults


def asking(
    party: Party, *findings: Finding, confirmed: set[str] | None = None, done: set[Step] | None = None
) -> Facts:
    """Return facts about Mill Lane."""
    return Facts("mill-lane", DAY, DAY, party, frozenset(findings), frozenset(confirmed or ()), frozenset(done or ()))


def facts_of(scenario: dict[str, Any]) -> Facts:
    """Return the facts of a scenario."""
    return asking(
        Party(scenario["party"]),
        *map(Finding, scenario["findings"]),
        confirmed=set(scenario.get("confirmed", [])),
        done=set(map(Step, scenario.get("done", []))),
    )


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario["says"])
def test_the_answer_is_the_one_the_document_gives(scenario: dict[str, Any]) -> None:
    answer = as_contract(assess([second_pack()], facts_of(scenario)), "a")

    assert [given["step"] for given in answer["steps"]] == [stated["step"] for stated in scenario["steps"]]
    for given, stated in zip(answer["steps"], scenario["steps"], strict=True):
        shown = given | {"question": given["clauses"][0]["question"], "passed_by": given["passed_by"] or ""}
        assert {key: shown[key] for key in stated} == stated
    for key, of in (("forbidden", "clause"), ("rights", "clause"), ("engaged", "clause"), ("silent", "finding")):
        if key in scenario:
            assert [entry[of] for entry in answer[key]] == scenario[key]


def test_a_right_and_what_is_forbidden_are_written_whole() -> None:
    parent = as_contract(assess_version(second_pack(), asking(Party.PARENT, Finding.THREAT)), None)
    staff = as_contract(assess_version(second_pack(), asking(Party.STAFF, Finding.PUPIL_CONTACT)), None)

    assert parent["rights"] == [
        {
            "clause": "ML-4",
            "place": "Parents, fourth point",
            "right": "appeal",
            "about": ["ban_devices_at_events"],
            "to": "panel",
            "within": {"count": 10, "of": "school days", "from": "ban_devices_at_events"},
        }
    ]
    assert staff["forbidden"] == [
        {
            "clause": "ML-6",
            "place": "Staff, second point",
            "says": "Nobody at the school investigates before the designated officer was spoken to.",
        }
    ]
    assert staff["rights"] == parent["forbidden"] == []


def test_a_right_is_said_only_with_a_step_that_it_is_about() -> None:
    assert assess_version(second_pack(), asking(Party.PARENT, Finding.DEFAMATION)).rights == ()


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario["says"])
def test_an_answer_is_stored_and_comes_back_as_it_was(scenario: dict[str, Any]) -> None:
    answer = assess([second_pack()], facts_of(scenario))

    assert from_stored(json.loads(json.dumps(as_stored(answer)))) == answer


def test_an_answer_stored_before_the_second_format_comes_back() -> None:
    answer = assess([second_pack()], asking(Party.PARENT, Finding.DEFAMATION))
    stored = json.loads(json.dumps(as_stored(answer)))
    del stored["forbidden"], stored["rights"]

    assert from_stored(stored) == answer


def test_what_another_clause_gives_stays_due_when_an_alternative_is_done() -> None:
    both = (
        'findings = ["threat"]\nstep = "contact_police"',
        'findings = ["threat"]\nstep = "ban_devices_at_events"',
    )
    open_now = {"wording_applies", "refused"}
    counted = ('from = "contact_police"', 'from = "meeting"')
    alone = asking(Party.PARENT, Finding.OFFENSIVE_COMMENT, confirmed=open_now, done={Step.BLOCK_ACCESS})
    beside = replace(alone, findings=frozenset({Finding.THREAT}))

    assert Step.BAN_DEVICES_AT_EVENTS not in {step.step for step in assess([second_pack()], alone).due}
    assert Step.BAN_DEVICES_AT_EVENTS in {step.step for step in assess([second_pack(both, counted)], beside).due}


def test_a_draft_that_is_not_there_is_said() -> None:
    pack = second_pack()
    draft = replace(asking(Party.PARENT, Finding.THREAT), draft=True)

    assert assess([pack], draft).notices == (Notice.NO_DRAFT,)
    assert assess([pack], replace(draft, on=date(2024, 8, 31))).notices == (
        Notice.NO_VERSION_IN_FORCE,
        Notice.NO_DRAFT,
    )
    assert assess([pack], replace(draft, draft=False)).notices == ()


def test_who_acts_instead_and_what_may_stand_against_a_step_are_in_the_answer() -> None:
    [discipline, police] = assess_version(second_pack(), asking(Party.STAFF, Finding.THREAT)).steps

    assert discipline.shown.rule.instead == Actor.CHAIR
    assert police.shown.rule.exceptions == ("Has the designated officer advised against it?",)


def test_the_terms_of_a_rule_are_said_in_words() -> None:
    said = {rule.id: list(describe_terms(rule, "parent", CORE_WORDINGS)) for rule in second_pack().rules}

    assert said["ml-talk"] == ["No longer, by ML-2, once: Has the parent carried on? “Write a warning”: done."]
    assert said["ml-warning"] == [
        "Waits for: Is it the third post? Has the parent refused? Or: Is the post serious?",
        "Only after: “Hold a meeting”.",
        "Within: 5 school days from the day the school knew.",
    ]
    assert said["ml-ban"] == ["Waits for: Has the parent refused?", "Lasts: 6 months."]
    assert said["ml-discipline"][1:] == [
        "Within: 1 week from “Contact the police”.",
        "If it is about the Headteacher: the Chair of Governors.",
    ]
    assert said["ml-police"][1:] == ["Unless: Has the designated officer advised against it?"]


def test_all_the_rest_is_written_out_for_each_group_of_parties() -> None:
    silences = {silence.id: silence for silence in second_pack().silences}

    assert {Party.STAFF, Party.PARENT} == {p for s in silences.values() if len(s.parties) == 1 for p in s.parties}
    assert len(silences["ml-the-rest:governor:volunteer:pupil:contractor:visitor:other"].findings) == len(Finding)
    assert Finding.THREAT not in silences["ml-the-rest:staff"].findings
    assert all(silence.rest for silence in silences.values())


def test_every_party_and_finding_has_a_step_or_a_silence() -> None:
    for party, finding in product(Party, Finding):
        answer = assess_version(second_pack(), asking(party, finding))
        assert bool(answer.steps) != bool(answer.silent)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('force = "normally"', 'force = "must"', "rule ml-talk: force must is stronger than ML-1"),
        ('modality = "will normally"', 'modality = "discouraged"', "rule ml-talk: ML-1 has no verb"),
        ('review = "2025-06"', 'review = "2024-08"', "version: the review '2024-08' is before"),
        (
            'lasts = { count = 6, of = "months" }\nalternatives = "ML-3"',
            'alternatives = ""',
            "rule ml-block: ML-3 is a choice of one",
        ),
        (
            'binds = ["staff"]\nmodality = "must"',
            'binds = []\nmodality = "must"',
            "rule ml-discipline: ML-5 does not bind staff",
        ),
        ('after = ["meeting"]', 'after = ["dismissal"]', "rule ml-warning: no rule gives dismissal"),
        ('about = ["ban_devices_at_events"]', 'about = ["dismissal"]', "right of ML-4: no rule gives dismissal"),
        ('about = ["ban_devices_at_events"]', "about = []", "right 1 (ML-4): about is empty"),
        (
            'clause = "ML-2", confirmed',
            'clause = "ML-9", confirmed',
            "rule ml-talk: until: clause ML-9 is cited but missing",
        ),
        (
            'until = { clause = "ML-2", confirmed = ["continued"], done = ["write_warning"] }',
            'until = { clause = "ML-2" }',
            "rule ml-talk: until: needs confirmed or done",
        ),
        (
            '[["continued", "refused"], ["extreme_case"]]',
            '[["continued", "refused"], ["refused"]]',
            "rule ml-warning: waits_for: [continued, refused] asks for no less than another of its lists",
        ),
        ("question = { continued", "question = { teacher", "rule ml-warning: question: unknown key 'teacher'"),
        (
            'count = 5, of = "school days"',
            'count = 0, of = "school days"',
            "rule ml-warning: within: count must be a whole number from 1, not 0",
        ),
        ('of = "months"', 'of = "month"', "rule ml-ban: lasts: of: unknown word 'month' (did you mean 'months'?)"),
        ('of = "months"', 'of = "months", from = "known"', "rule ml-ban: lasts: unknown key 'from'"),
        ('alternatives = "ML-3"', 'alternatives = "ML-8"', "rule ml-ban: clause ML-8 is cited but missing"),
    ],
)
def test_what_is_refused_is_named_with_its_entry(old: str, new: str, fault: str) -> None:
    assert faults((old, new))[0].startswith(fault)


def test_the_verb_of_a_clause_is_read_whole() -> None:
    read = {"will consider": "consider", "will": "will", "will always": "always", "must not": "must", "none": None}
    read |= {"is likely to": "likely", "will, or can": "will", "reserves the right": "may", "will expect": "expected"}
    read |= {"should usually": "normally", "strongly recommended": "should"}

    assert {modality: read_verb(modality) for modality in read} == read


def test_every_fault_of_every_entry_is_told_at_once() -> None:
    found = faults(
        ('nation = "northern_ireland"', 'nation = "nothern_ireland"'),
        ('parties = ["parent"]', 'parties = ["parents", "niece"]'),
        ('findings = ["threat"]', 'findings = ["thread"]'),
        ('id = "ML-4"\nplace', 'id = "ML-4"\nplaces'),
    )

    assert found == (
        "clause ML-4: unknown key 'places' (did you mean 'place'?)",
        "rule ml-talk: parties: unknown word 'parents' (did you mean 'parent'?)",
        "rule ml-talk: parties: unknown word 'niece'",
        "rule ml-police: findings: unknown word 'thread' (did you mean 'threat'?)",
        "policy: nation: unknown word 'nothern_ireland' (did you mean 'northern_ireland'?)",
    )


def test_the_first_format_knows_none_of_it() -> None:
    assert faults(("format = 2", "format = 1")) == (
        "the file: unknown key 'forbidden'",
        "the file: unknown key 'right'",
    )
    without = TEXT[: TEXT.index("[[forbidden]]")].replace("format = 2", "format = 1")
    with pytest.raises(PackError) as refused:
        parse_pack(without, NAME)

    assert [sentence.split(" (did")[0] for sentence in refused.value.faults] == [
        "rule ml-talk: unknown key 'until'",
        "rule ml-warning: unknown key 'question'",
        "rule ml-warning: unknown key 'after'",
        "rule ml-warning: unknown key 'within'",
        "rule ml-ban: unknown key 'lasts'",
        "rule ml-discipline: unknown key 'instead'",
        "rule ml-discipline: unknown key 'within'",
        "rule ml-police: unknown key 'exceptions'",
    ]


def test_a_step_with_an_earlier_one_undone_is_not_open() -> None:
    answer = assess([second_pack()], asking(Party.PARENT, Finding.THREAT, confirmed={Fact.EXTREME_CASE}))
    [warning] = [step for step in answer.steps if step.step == Step.WRITE_WARNING]

    assert (warning.state, warning.waiting_for, warning.after) == (State.WAITING, (), (Step.MEETING,))
    assert warning not in answer.due


def test_the_words_of_the_second_format_are_named_as_such_in_the_first() -> None:
    for old, new, word in (
        ('force = "may"', 'force = "normally"', "force: normally"),
        ('who = "school"', 'who = "panel"', "who: panel"),
        ('parties = ["parent"]\nfindings', 'parties = ["contractor"]\nfindings', "parties: contractor"),
    ):
        with pytest.raises(PackError, match=f"{word} needs format = 2"):
            small_pack((old, new))


def test_all_the_rest_of_a_party_of_which_everything_is_said_is_nothing() -> None:
    said = '[[silence]]\nid = "ml-visitors"\nparties = ["visitor"]\nfindings = "every"\nshow = []\nnote = "None."\n\n'
    pack = second_pack(('[[silence]]\nid = "ml-the-rest"', f'{said}[[silence]]\nid = "ml-the-rest"'))
    written = [silence for silence in pack.silences if Party.VISITOR in silence.parties]

    assert [silence.id for silence in written] == ["ml-visitors"]
