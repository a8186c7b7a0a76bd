"""Closing a case."""

import uuid
from typing import Any

from crispy_forms_gds.layout import Field, Size
from django import forms

from breaches.forms.case_form import CaseForm
from breaches.models import Case
from policies.rules.assessment import StepAnswer
from policies.rules.words import Step
from web.forms import text_field, textarea


class CloseForm(CaseForm):
    """How it ended, and a reason for each step the policy binds the school to that is not done."""

    outcome = forms.ChoiceField(
        label="How did it end?",
        choices=Case.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it ended."},
    )
    note = text_field(
        "In a few sentences", "What a governor or an inspector would need to know.", required="Say how the case ended."
    )

    button = "Close the case"

    def __init__(self, *args: Any, undone: list[StepAnswer], **kwargs: Any) -> None:
        """`undone` are the open steps the document binds the school to."""
        self.undone = undone
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """One box for the reason of each step left undone."""
        for one in self.undone:
            self.fields[_box(one.step)] = text_field(
                f"Why is this left undone: “{one.label}”?",
                "The policy binds the school to it, so the reason is kept.",
                required=f"Say why this is left undone: “{one.label}”.",
            )

    def parts(self) -> tuple[Field, ...]:
        """The steps first: they may change how it ended."""
        boxes = [textarea(_box(one.step), rows=3) for one in self.undone]
        return (*boxes, Field.radios("outcome", legend_size=Size.SMALL), textarea("note"))

    def reasons(self) -> dict[Step, tuple[str, uuid.UUID]]:
        """For each step its reason, and a token of its own made from the form's, so that it counts once."""
        token: uuid.UUID = self.cleaned_data["form_token"]
        return {one.step: (self.cleaned_data[_box(one.step)], uuid.uuid5(token, one.step)) for one in self.undone}


def _box(step: Step) -> str:
    return f"undone_{step}"
