"""What a pack is made for, and how policies due for review are narrowed."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django import forms
from django.http import QueryDict

from governors.reviews_due import STATES, ReviewRow
from web.forms import PlainForm, day_field, token_field

YEAR = dt.timedelta(days=366)


class PackForm(PlainForm):
    meeting_on = day_field("When is the meeting?", required="Enter the day of the meeting.")
    form_token = token_field()

    button = "Make the pack"

    def __init__(self, data: QueryDict | None = None, *, today: dt.date) -> None:
        """`today` is the earliest day of a meeting."""
        super().__init__(data)
        self.today = today

    def clean_meeting_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["meeting_on"]
        if not self.today <= day <= self.today + YEAR:
            raise forms.ValidationError("The meeting must be today or later, and within a year")
        return day


class ReviewFilter(forms.Form):
    """State and owner; what is not understood narrows nothing."""

    state = forms.ChoiceField(label="State", required=False)
    owner = forms.ChoiceField(label="Owner", required=False)

    def __init__(self, query: QueryDict, *, rows: Iterable[ReviewRow]) -> None:
        """`rows` are those to narrow; their owners are offered."""
        super().__init__(query)
        self.rows = list(rows)
        owners = {str(row.cycle.owner_id or ""): row.owner for row in self.rows}
        unnamed = [("none", "Headteacher, as nobody is named")] if "" in owners else []
        named = sorted((key, name) for key, name in owners.items() if key)
        self.fields["state"].choices = [("", "Any"), *STATES.items()]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["owner"].choices = [("", "Anybody"), *unnamed, *named]  # type: ignore[attr-defined]  # as above

    def filter_rows(self) -> Sequence[ReviewRow]:
        self.is_valid()
        state, owner = (self.cleaned_data.get(name, "") for name in ("state", "owner"))
        return [
            row
            for row in self.rows
            if (not state or state in row.states) and (not owner or owner == str(row.cycle.owner_id or "none"))
        ]

    @property
    def is_narrowed(self) -> bool:
        return self.is_valid() and any(self.cleaned_data.values())
