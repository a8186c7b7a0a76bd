"""What every page shows alike of an answer: a step with its force, a clause that opens in place."""

from collections.abc import Collection
from dataclasses import replace

import pytest
from django.template.loader import render_to_string

from policies.pages import StepShown, build_ladder_block, present_clause, present_step
from policies.rules.assessment import Facts, assess_version
from policies.rules.pack import build_ladders
from policies.rules.wordings import CORE_WORDINGS
from policies.rules.words import Actor, Finding, Force, Party, Step
from tests.cast import TODAY
from tests.policies.rules.factories import small_pack
from tests.policies.rules.test_second_format import second_pack

PARENT = Party.PARENT


def steps(finding: Finding, *, done: Collection[Step] = ()) -> dict[Step, StepShown]:
    facts = Facts("hill-top", TODAY, TODAY, PARENT, frozenset({finding}), done=frozenset(done))
    answer = assess_version(small_pack(), facts)
    return {given.step: present_step(given, PARENT, CORE_WORDINGS) for given in answer.steps}


@pytest.mark.parametrize(
    ("force", "who", "words", "look"),
    [
        (Force.ALWAYS, Actor.SCHOOL, "The school always", "rung-force rung-force--firm"),
        (Force.MUST, Actor.STAFF, "Staff must", "rung-force rung-force--firm"),
        (Force.WILL, Actor.HEADTEACHER, "The Headteacher will", "rung-force rung-force--firm"),
        (Force.WILL, Actor.NOT_STATED, "Will", "rung-force rung-force--firm"),
        (Force.EXPECTED, Actor.SCHOOL, "The school expects", "rung-force"),
        (Force.CONSIDER, Actor.SCHOOL, "Will consider", "rung-force"),
        (Force.MAY, Actor.SCHOOL, "May", "rung-force rung-force--free"),
    ],
)
def test_a_force_is_shown_in_the_documents_own_verb(force: Force, who: Actor, words: str, look: str) -> None:
    step = replace(steps(Finding.THREAT)[Step.CONTACT_POLICE], force=force, who=who)

    tag = render_to_string("policies/_force_tag.html", {"step": step}).strip()

    assert tag == f'<span class="{look}">{words}</span>'


def test_a_clause_without_a_word_of_its_own_names_none() -> None:
    clause = present_clause(small_pack().clauses[0])

    with_word, without = (
        render_to_string("policies/_clause.html", {"clause": replace(clause, modality=modality)})
        for modality in ("must not", "none")
    )

    assert "own word" in with_word
    assert "own word" not in without


def test_a_step_asks_until_it_was_taken() -> None:
    waiting = steps(Finding.THREAT)[Step.REQUEST_REMOVAL]
    taken = steps(Finding.THREAT, done={Step.REQUEST_REMOVAL})[Step.REQUEST_REMOVAL]

    assert (waiting.is_waiting, bool(waiting.questions)) == (True, True)
    assert (taken.is_waiting, taken.questions) == (False, ())


def test_the_ladder_of_a_policy_says_every_term_of_its_second_format() -> None:
    pack = second_pack()
    blocks = {
        block.key: block for block in (build_ladder_block(ladder, CORE_WORDINGS) for ladder in build_ladders(pack))
    }
    page = " ".join(render_to_string("policies/_ladder.html", {"ladder": blocks[PARENT]}).split())

    assert "By the class teacher." in page
    assert "Only after: “Hold a meeting”." in page
    assert "Within: 5 school days from the day the school knew." in page
    assert "Lasts: 6 months." in page
    assert "No longer, by ML-2, once:" in page
    assert "Unless: Has the designated officer advised against it?" in page
    assert (
        "About “Ban devices at school events”: The parent or carer may appeal to a panel, within 10 school days."
        in page
    )
    assert "Nobody at the school investigates" not in page
    staff = render_to_string("policies/_ladder.html", {"ladder": blocks[Party.STAFF]})
    assert "Nobody at the school investigates before the designated officer was spoken to." in staff
    assert "If it is about the Headteacher: the Chair of Governors." in staff
