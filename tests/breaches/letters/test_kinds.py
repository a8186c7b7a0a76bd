"""The table of the kinds of letter."""

from dataclasses import replace

import pytest
from django.template import Engine

from breaches.letters.kinds import LetterKind, find_kinds
from breaches.models import Letter
from policies.rules.words import Step
from tests.breaches.letters.cases import GIVEN


@pytest.mark.parametrize("kind", LetterKind)
def test_every_kind_of_letter_has_its_wording_and_a_word_that_fits_its_column(kind: LetterKind) -> None:
    assert Engine.get_default().get_template(kind.wording)
    assert len(kind) <= (Letter._meta.get_field("kind").max_length or 0)


def test_every_kind_that_writes_for_a_step_is_given_by_a_policy_in_one_of_the_cases() -> None:
    assert {given.kind for given in GIVEN} == {kind for kind in LetterKind if kind.needs.step}


def test_a_step_may_have_several_kinds_of_letter_and_a_kind_no_step() -> None:
    warning, meeting, removal = LetterKind.WRITTEN_WARNING, LetterKind.MEETING_INVITATION, LetterKind.REMOVAL_REQUEST
    needs = {
        warning: replace(warning.needs, step=Step.MEETING),
        meeting: meeting.needs,
        removal: replace(removal.needs, step=None),
    }

    assert find_kinds(Step.MEETING, needs) == (warning, meeting)
    assert find_kinds(Step.REQUEST_REMOVAL, needs) == ()
    assert find_kinds(Step.MEETING) == (meeting,)
