"""The form of a pack."""

import datetime as dt
import uuid

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import HTML, Button, Field, Fixed, Layout, Size
from django import forms
from django.http import QueryDict

YEAR = dt.timedelta(days=366)


class PackForm(forms.Form):
    """The day of the meeting."""

    meeting_on = forms.DateField(
        label="When is the meeting?", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    form_token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, today: dt.date) -> None:
        """`today` is the earliest day of a meeting."""
        super().__init__(data, initial={"form_token": uuid.uuid4()})
        self.today = today
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "form_token",
            Field.text("meeting_on", label_size=Size.SMALL, field_width=Fixed.TEN),
            Button.primary("save", "Make the pack", data_prevent_double_click="true"),
            HTML('<a class="govuk-link" href="{{ cancel_url }}">Cancel</a>'),
        )

    def clean_meeting_on(self) -> dt.date:
        """A day from today to a year ahead."""
        day: dt.date = self.cleaned_data["meeting_on"]
        if not self.today <= day <= self.today + YEAR:
            raise forms.ValidationError("The meeting must be today or later, and within a year")
        return day
