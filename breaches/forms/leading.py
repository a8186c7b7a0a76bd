"""Handing a case over."""

from collections.abc import Sequence
from typing import Any

from crispy_forms_gds.layout import Field, Size
from django import forms

from breaches.forms.case_form import CaseForm
from people.models import User


class HandOverForm(CaseForm):
    """Who is to look after the case."""

    to = forms.ChoiceField(
        label="Who looks after it from now on?",
        help_text="Reminders about the case go to them. Everybody else who may see it still may.",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose who looks after the case.",
            "invalid_choice": "Choose somebody who may see this case.",
        },
    )

    button = "Hand the case over"

    def __init__(self, *args: Any, among: Sequence[User], **kwargs: Any) -> None:
        """`among` are those who may see the case."""
        self.among = {str(one.pk): one for one in among}
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Offer those who may see the case."""
        self.fields["to"].choices = [(pk, one.name) for pk, one in self.among.items()]  # type: ignore[attr-defined]  # a ChoiceField

    def parts(self) -> tuple[Field, ...]:
        """The one question."""
        return (Field.radios("to", legend_size=Size.SMALL),)

    def chosen(self) -> User:
        """Whom the form names."""
        return self.among[self.cleaned_data["to"]]
