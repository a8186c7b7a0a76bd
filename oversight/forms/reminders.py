"""When somebody wants their mail."""

import datetime as dt
from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Layout
from django import forms

TIMES = [dt.time(hour, minute) for hour in range(6, 21) for minute in (0, 30)]


class DailyMailForm(forms.Form):
    """The time of the daily mail: every half hour from six in the morning to half past eight in the evening."""

    at = forms.TypedChoiceField(
        label="Time of the daily mail",
        help_text="It comes on school days, and only if something waits for you",
        choices=[(f"{one:%H:%M}", f"{one:%H:%M}") for one in TIMES],
        coerce=dt.time.fromisoformat,
        error_messages={"required": "Choose a time", "invalid_choice": "Choose a time from the list"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(Field.select("at"), Button.primary("save", "Save"))
