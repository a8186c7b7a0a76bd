"""Forms for asking people to read a policy, and for finding who has."""

import datetime as dt
from typing import Any, cast

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import HTML, Button, Field, Fixed, Layout, Size
from django import forms
from django.db.models import Q
from django.http import QueryDict

from policies.models import AcknowledgementRequest
from web.dates import day_in_words

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
CANCEL = HTML('<a class="govuk-link" href="{{ cancel_url }}">Cancel</a>')
NOT_A_DAY = "Enter a real day, such as 9/11/2026."
LONGEST_START = 365


class AskForm(forms.Form):
    """Which audience is asked, by when, and how long whoever joins later has."""

    audience = forms.ChoiceField(
        label="Who is asked?",
        choices=AcknowledgementRequest.Audience.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who is asked"},
    )
    deadline_on = forms.DateField(
        label="By what day?", widget=DAY, error_messages={"required": "Enter the day", "invalid": NOT_A_DAY}
    )
    days_for_new_starters = forms.IntegerField(
        label="How many days has somebody who joins later?",
        help_text="Counted from the day they join. They are asked by themselves: nobody has to remember it.",
        min_value=1,
        max_value=LONGEST_START,
        error_messages={
            "required": "Enter a number of days",
            "invalid": "Enter a whole number of days",
            "min_value": "Give at least 1 day",
            "max_value": "Give at most 365 days",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout(
            Field.radios("audience", legend_size=Size.SMALL),
            Field.text("deadline_on", label_size=Size.SMALL, field_width=Fixed.TEN),
            Field.text("days_for_new_starters", label_size=Size.SMALL, field_width=Fixed.THREE),
            Button.primary("save", "Ask them to read it", data_prevent_double_click="true"),
            CANCEL,
        )


class DeadlineForm(forms.Form):
    """The day a deadline moves to, and why; it carries the day that was seen."""

    was_on = forms.DateField(widget=forms.HiddenInput)
    deadline_on = forms.DateField(
        label="New deadline", widget=DAY, error_messages={"required": "Enter the day", "invalid": NOT_A_DAY}
    )
    reason = forms.CharField(
        label="Why does it move?", max_length=500, error_messages={"required": "Say why the deadline moves."}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout(
            "was_on",
            Field.text("deadline_on", label_size=Size.SMALL, field_width=Fixed.TEN),
            Field.text("reason", label_size=Size.SMALL),
            Button.primary("save", "Move the deadline", data_prevent_double_click="true"),
            CANCEL,
        )
        self.fields["deadline_on"].help_text = f"It is {day_in_words(self.initial['was_on'])} now."

    def take_day(self, day: dt.date) -> None:
        """Carry the deadline as it is now, so that what was typed may be saved after reading it."""
        typed = cast("QueryDict", self.data).copy()
        typed["was_on"] = day.isoformat()
        self.data = typed


class ReaderFilter(forms.Form):
    """Which readers are shown."""

    state = forms.ChoiceField(
        label="Read or not",
        choices=[("", "Everybody"), ("waiting", "Not read yet"), ("late", "Late"), ("read", "Read")],
        required=False,
    )
    audience = forms.ChoiceField(
        label="Asked as", choices=[("", "Anything"), *AcknowledgementRequest.Audience.choices], required=False
    )

    def asked_for(self, *, today: dt.date) -> Q:
        """The rows of policies.readers.readers_of asked for; all where the question makes no sense."""
        if not self.is_valid():
            return Q()
        states = {
            "": Q(),
            "waiting": Q(read_at__isnull=True),
            "late": Q(read_at__isnull=True, due_on__lt=today),
            "read": Q(read_at__isnull=False),
        }
        audience = self.cleaned_data["audience"]
        return states[self.cleaned_data["state"]] & (Q(audience=audience) if audience else Q())
