"""What every form about something that others may change meanwhile carries, and how it is laid out."""

import datetime as dt
import uuid
from typing import Any, cast

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import HTML, Button, Field, Fixed, Layout, Size
from django import forms
from django.http import QueryDict

CANCEL = HTML('<a class="govuk-link" href="{{ cancel_url }}">Cancel</a>')
LONGEST_TEXT = 20_000


def day_field(label: str, help_text: str = "", *, required: str = "") -> forms.DateField:
    """A day, picked or typed; optional without a sentence to say that it is missing."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=bool(required),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": required, "invalid": "Enter a real day, such as 9/11/2026."},
    )


def month_field(label: str, help_text: str = "", *, required: str = "") -> forms.DateField:
    """A month without a day, read as its first day."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=bool(required),
        input_formats=["%Y-%m", "%m/%Y", "%B %Y", "%b %Y"],
        widget=forms.DateInput(attrs={"type": "month"}, format="%Y-%m"),
        error_messages={"required": required, "invalid": "Enter a month and its year, such as 11/2026."},
    )


def text_field(label: str, help_text: str = "", *, required: str = "") -> forms.CharField:
    """Something written at length; optional without a sentence to say that it is missing."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=bool(required),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea,
        error_messages={"required": required, "max_length": "Write at most 20,000 characters."},
    )


def short(name: str, width: Any = None) -> Field:
    """A field of one line."""
    field: Field = Field.text(name, label_size=Size.SMALL, field_width=width or Fixed.TWENTY)
    return field


def textarea(name: str, rows: int = 4) -> Field:
    """A field to write at length in."""
    field: Field = Field.textarea(name, label_size=Size.SMALL, rows=rows)
    return field


def picked(name: str) -> Field:
    """A list or a file to choose from."""
    return Field(name, context={"label_size": Size.for_label(Size.SMALL)})


def day_input(name: str) -> Field:
    """A field to pick a day or a month in."""
    return short(name, Fixed.TEN)


class KeptForm(forms.Form):
    """A form shown on one revision of a row, with a token that makes it count once."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    form_token = forms.UUIDField(widget=forms.HiddenInput)

    button = "Save"

    def __init__(
        self,
        data: QueryDict | None = None,
        files: Any = None,
        *,
        revision: int,
        initial: dict[str, Any] | None = None,
    ) -> None:
        """`revision` is that of the row as the form is first shown."""
        shown = {"revision": revision, "form_token": uuid.uuid4(), **(initial or {})}
        super().__init__(data, files, initial=shown)
        self.is_stale = False
        self.prepare()
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout(
            "revision",
            "form_token",
            *self.parts(),
            Button.primary("save", self.button, data_prevent_double_click="true"),
            CANCEL,
        )

    def prepare(self) -> None:
        """Fit the fields to the row, before they are laid out."""

    def parts(self) -> tuple[Field, ...]:
        """How the fields are laid out; a form may have nothing but its button."""
        return ()

    def take_revision(self, revision: int) -> None:
        """Carry the row's revision as it is now, so that what was typed may be saved after reading what is new."""
        typed = cast("QueryDict", self.data).copy()
        typed["revision"] = str(revision)
        self.data = typed
        self.is_stale = True

    def day(self, name: str) -> dt.date | None:
        """A day that was typed, or None."""
        return cast("dt.date | None", self.cleaned_data.get(name))
