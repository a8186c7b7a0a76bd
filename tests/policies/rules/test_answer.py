import json
from datetime import date

from policies.rules.answer import as_contract, as_stored, from_stored
from policies.rules.assessment import Assessment, assess
from policies.rules.duties import parse_duties
from policies.rules.words import Fact, Finding, Party, Recipient, Step
from tests.policies.rules.factories import facts, small_pack

DUTIES = parse_duties(
    """
    [[duty]]
    id = "tell"
    nation = "england"
    source = "A source"
    begins = 2024-01-01
    checked_on = 2024-02-01
    parties = ["parent"]
    findings = ["threat"]
    says = "Tell somebody."
    """,
    "duties.toml",
)


def answer() -> Assessment:
    """Return an answer that holds something of everything."""
    asked = facts(
        Finding.THREAT,
        Finding.ONLINE_COMPLAINT,
        Finding.DEFAMATION,
        confirmed={Fact.REFUSED, Fact.REASONABLE_COMPLAINT},
        done={Step.BLOCK_ACCESS},
        today=date(2025, 7, 1),
    )
    return assess([small_pack(("show = []", 'show = ["HT-0"]'))], asked, DUTIES)


def test_the_contract_is_written_whole_and_with_nothing_beside_it() -> None:
    assert as_contract(answer(), "a1") == {
        "id": "a1",
        "policy": "hill-top",
        "in_force_from": "2024-09-01",
        "notices": ["review_overdue"],
        "steps": [
            {
                "step": "request_removal",
                "state": "waiting",
                "force": "may",
                "who": "school",
                "alternatives": "HT-2",
                "waiting_for": ["continued"],
                "after": [],
                "within": None,
                "lasts": None,
                "passed_by": None,
                "clauses": [
                    {
                        "id": "HT-2",
                        "place": "Action, first point",
                        "force": "may",
                        "waiting_for": ["continued"],
                        "question": None,
                    }
                ],
            },
            {
                "step": "block_access",
                "state": "done",
                "force": "may",
                "who": "school",
                "alternatives": "HT-2",
                "waiting_for": [],
                "after": [],
                "within": None,
                "lasts": None,
                "passed_by": None,
                "clauses": [
                    {
                        "id": "HT-2",
                        "place": "Action, first point",
                        "force": "may",
                        "waiting_for": [],
                        "question": None,
                    }
                ],
            },
            {
                "step": "contact_police",
                "state": "open",
                "force": "always",
                "who": "not stated",
                "alternatives": None,
                "waiting_for": [],
                "after": [],
                "within": None,
                "lasts": None,
                "passed_by": None,
                "clauses": [
                    {
                        "id": "HT-3",
                        "place": "Action, second point",
                        "force": "always",
                        "waiting_for": [],
                        "question": None,
                    }
                ],
            },
        ],
        "silent": [{"finding": "defamation", "show": ["HT-0"], "note": "The policy does not speak of it."}],
        "engaged": [
            {
                "clause": "HT-1",
                "place": "Parents, first point",
                "modality": "must not",
                "exceptions": ["A complaint made to the school itself."],
            }
        ],
        "forbidden": [],
        "rights": [],
        "duties": [
            {
                "id": "tell",
                "says": "Tell somebody.",
                "source": "A source",
                "nation": "england",
                "from": "2024-01-01",
                "to": None,
                "checked_on": "2024-02-01",
            }
        ],
    }


def test_every_key_is_there_when_no_version_was_in_force() -> None:
    nothing = assess([small_pack()], facts(Finding.THREAT, on=date(2024, 8, 31)))

    assert as_contract(nothing, None) == {
        "id": None,
        "policy": "hill-top",
        "in_force_from": None,
        "notices": ["no_version_in_force"],
        "steps": [],
        "silent": [],
        "engaged": [],
        "forbidden": [],
        "rights": [],
        "duties": [],
    }


def test_a_stored_assessment_comes_back_as_it_was() -> None:
    stored = json.loads(json.dumps(as_stored(answer())))

    assert from_stored(stored) == answer()


def test_whom_a_step_tells_is_stored_and_stands_outside_of_the_contract() -> None:
    informs = ('step = "contact_police"', 'step = "inform_headteacher"\ninforms = ["headteacher", "deputy"]')
    asked = facts(Finding.THREAT)
    told = assess([small_pack(informs)], asked)
    stored = json.loads(json.dumps(as_stored(told)))
    untold = assess([small_pack((informs[0], 'step = "inform_headteacher"'))], asked)

    assert from_stored(stored) == told
    assert [sorted(step.informs) for step in from_stored(stored).steps if step.step == Step.INFORM_HEADTEACHER] == [
        ["deputy", "headteacher"]
    ]
    assert [step.informs for step in untold.steps] == [frozenset()] * len(untold.steps)
    assert as_contract(told, None) == as_contract(untold, None)


def test_a_step_tells_nobody_by_a_clause_that_still_waits() -> None:
    waits = ('step = "contact_police"\nforce = "always"', 'step = "inform_headteacher"\nforce = "always"')
    names = (
        'waits_for = []\nalternatives = ""',
        'waits_for = ["breach_found"]\ninforms = ["deputy"]\nalternatives = ""',
    )
    pack = small_pack(waits, names)
    waiting, open_now = (
        assess([pack], facts(Finding.THREAT, confirmed=set(confirmed))) for confirmed in ([], [Fact.BREACH_FOUND])
    )

    assert [step.informs for step in waiting.steps if step.step == Step.INFORM_HEADTEACHER] == [frozenset()]
    assert [step.informs for step in open_now.steps if step.step == Step.INFORM_HEADTEACHER] == [{Recipient.DEPUTY}]


def test_an_answer_stored_before_rules_named_anybody_tells_nobody() -> None:
    stored = json.loads(json.dumps(as_stored(answer())))
    for step in stored["steps"]:
        for clause in step["clauses"]:
            del clause["rule"]["informs"]

    assert from_stored(stored) == answer()


def test_an_assessment_without_a_version_is_stored_too() -> None:
    nothing = assess([], facts(Finding.THREAT, party=Party.OTHER))

    assert from_stored(json.loads(json.dumps(as_stored(nothing)))) == nothing


def test_a_stored_assessment_reads_the_same_every_time() -> None:
    assert json.dumps(as_stored(answer())) == json.dumps(as_stored(answer()))
