"""Adding to the register of low-level concerns, and saying what a person's entries come to."""

import datetime as dt
import uuid
from typing import cast

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Layout, Size
from django import forms
from django.http import QueryDict

from people.models import Person
from people.querysets import PersonQuerySet
from web.forms import day_field, text_field


class ConcernForm(forms.Form):
    """One entry about one member of staff."""

    about = forms.ModelChoiceField(
        label="Who is it about?",
        help_text="A member of staff of your register. A concern about the Headteacher is read by the Chair of "
        "governors alone.",
        queryset=Person.objects.none(),
        empty_label="Choose a member of staff",
        error_messages={"required": "Choose who it is about.", "invalid_choice": "Choose a member of staff."},
    )
    happened_on = day_field("On what day did it happen?", "", "Enter the day it happened.")
    words = text_field(
        "What happened?",
        "What was seen or said, by whom and where. Facts first; say what is your opinion. Name a child only if you "
        "must. The person may ask to read this.",
        "Say what happened.",
    )
    done = text_field(
        "What was said or done about it, and why?",
        "If nothing was done, say so and why.",
        "Say what was said or done about it, and why.",
    )
    form_token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, said: QueryDict | None, *, staff: PersonQuerySet, today: dt.date, about: str = "") -> None:
        """`staff` are those it may be about; `about` the one chosen before the form was opened, if any."""
        super().__init__(said, initial={"form_token": uuid.uuid4(), "about": about})
        self.today = today
        self.fields["about"].queryset = staff  # type: ignore[attr-defined]  # a ModelChoiceField, whatever the stubs say
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout(
            "form_token",
            # The pack gives a select no label of its own size.
            Field("about", context={"label_size": Size.for_label(Size.SMALL)}),
            Field.text("happened_on", label_size=Size.SMALL, field_width=10),
            Field.textarea("words", rows=6, label_size=Size.SMALL),
            Field.textarea("done", rows=4, label_size=Size.SMALL),
            Button.primary("save", "Add this entry", data_prevent_double_click="true"),
        )

    def clean_happened_on(self) -> dt.date:
        """A day that has been."""
        day: dt.date = self.cleaned_data["happened_on"]
        if day > self.today:
            raise forms.ValidationError("The day it happened must be today or in the past.")
        return day


class ConcernReviewForm(forms.Form):
    """What somebody makes of a person's entries; `entries` is how many they were shown."""

    words = text_field(
        "What do you make of them together?",
        "Whether they show a pattern, whether they may now come to an allegation, and what you will do. "
        "This cannot be changed later.",
        "Say what you make of the entries together.",
    )
    entries = forms.IntegerField(widget=forms.HiddenInput)
    form_token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, said: QueryDict | None, *, entries: int) -> None:
        """`entries` is how many raised entries the page shows."""
        super().__init__(said, initial={"form_token": uuid.uuid4(), "entries": entries})
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout(
            "entries",
            "form_token",
            Field.textarea("words", rows=5, label_size=Size.SMALL),
            Button.primary("save", "Keep this with the entries", data_prevent_double_click="true"),
        )

    def take_entries(self, entries: int) -> None:
        """Carry how many entries there are now, so that what was typed may be kept after reading the new one."""
        typed = cast(QueryDict, self.data).copy()
        typed["entries"] = str(entries)
        self.data = typed
