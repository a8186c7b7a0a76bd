"""What every form is made of: its fields, how they are laid out, and the revision of the row that it changes.

A field is made by what it asks for, with the sentence that says it is missing; without one it is optional. The parts
of a form are laid out by `form_layout`, which adds the button and the way back:

    class TermForm(forms.Form):
        name = line_field("Term", "For example, Autumn 2026", required="Enter the name of the term.")
        starts_on = day_field("First day", required="Enter the first day.")

        def __init__(self, data: QueryDict | None = None) -> None:
            super().__init__(data)
            self.helper = form_layout(short("name"), day_input("starts_on"), button="Add this term")

A form about a row that somebody else may change meanwhile is a RevisionForm, which lays out its own `parts`.
"""

import datetime as dt
import uuid
from typing import Any, cast

from crispy_forms_gds.choices import Choice
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import HTML, Button, Div, Field, Fixed, Layout, Size
from django import forms
from django.http import QueryDict

from web.submit import Revised

LONGEST_TEXT = 20_000
LONGEST_LINE = 150
CANCEL = HTML('<a class="govuk-link" href="{{ cancel_url }}">Cancel</a>')


def day_field(label: str, help_text: str = "", required: str = "") -> forms.DateField:
    """A day, picked or typed; optional without a sentence to say that it is missing."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=bool(required),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": required, "invalid": "Enter a real day, such as 9/11/2026."},
    )


def month_field(label: str, help_text: str = "", required: str = "") -> forms.DateField:
    """A month without a day, read as its first day."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=bool(required),
        input_formats=["%Y-%m", "%m/%Y", "%B %Y", "%b %Y"],
        widget=forms.DateInput(attrs={"type": "month"}, format="%Y-%m"),
        error_messages={"required": required, "invalid": "Enter a month and its year, such as 11/2026."},
    )


def line_field(label: str, help_text: str = "", required: str = "", *, longest: int = LONGEST_LINE) -> forms.CharField:
    """Something on one line; optional without a sentence to say that it is missing."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=bool(required),
        max_length=longest,
        error_messages={"required": required, "max_length": f"Write at most {longest} characters."},
    )


def text_field(label: str, help_text: str = "", required: str = "") -> forms.CharField:
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
    field: Field = Field.text(name, label_size=Size.SMALL, field_width=width or Fixed.TWENTY)
    return field


def textarea(name: str, rows: int = 4) -> Field:
    field: Field = Field.textarea(name, label_size=Size.SMALL, rows=rows)
    return field


def small_radios(name: str) -> Field:
    field: Field = Field.radios(name, legend_size=Size.SMALL, small=True)
    return field


def picked(name: str) -> Field:
    return Field(name, context={"label_size": Size.for_label(Size.SMALL)})


def day_input(name: str) -> Field:
    return short(name, Fixed.TEN)


def hinted(value: str, label: str, hint: str) -> tuple[str, str]:
    """One choice with a hint under it; to Django it is the pair it asks for."""
    return cast("tuple[str, str]", Choice(value, label, hint=hint))


def form_layout(*parts: Any, button: str | Button | Div = "Save", has_cancel: bool = True) -> FormHelper:
    """The parts in order, a button, and a link to the page's `cancel_url`; checking is left to the server.

    `button` is what it says, or a Button of another kind, such as one that warns, or several in a Div.
    """
    if isinstance(button, str):
        button = Button.primary("save", button, data_prevent_double_click="true")
    helper = FormHelper()
    helper.attrs = {"novalidate": ""}
    helper.layout = Layout(*parts, button, *([CANCEL] if has_cancel else []))
    return helper


class RevisionForm(forms.Form):
    """A form shown on one revision of a row, with a token that makes it count once.

    A class below it gives `button` its words, fits the fields to the row in `prepare`, and lays them out in `parts`.
    """

    revision = forms.IntegerField(widget=forms.HiddenInput)
    form_token = forms.UUIDField(widget=forms.HiddenInput)
    read_at = forms.DateTimeField(widget=forms.HiddenInput)

    button: str | Button | Div = "Save"
    has_cancel = True

    def __init__(
        self,
        data: QueryDict | None = None,
        files: Any = None,
        *,
        revision: int,
        read_at: dt.datetime | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        """`revision` is that of the row as the form is first shown, 0 for one that is new.

        With `read_at`, the moment of that, the page can show what has happened since.
        """
        shown = {"revision": revision, "form_token": uuid.uuid4(), **(initial or {})}
        if read_at:
            shown["read_at"] = read_at.isoformat()
        super().__init__(data, files, initial=shown)
        if read_at is None:
            del self.fields["read_at"]
        self.stored: Any = None
        self.prepare()
        hidden = [name for name in ("revision", "form_token", "read_at") if name in self.fields]
        self.helper = form_layout(*hidden, *self.parts(), button=self.button, has_cancel=self.has_cancel)

    def prepare(self) -> None:
        """Fit the fields to the row, before they are laid out."""

    def parts(self) -> tuple[Field, ...]:
        """How the fields are laid out; a form may have nothing but its button."""
        return ()

    @property
    def is_stale(self) -> bool:
        """Whether somebody changed the row since the form was first shown; `stored` is the row as it is now."""
        return self.stored is not None

    def take_stored(self, stored: Revised) -> None:
        """Carry the row's revision as it is now, so that what was typed may be saved after reading what is new."""
        typed = cast("QueryDict", self.data).copy()
        typed["revision"] = str(stored.revision)
        self.data = typed
        self.stored = stored

    def day(self, name: str) -> dt.date | None:
        return cast("dt.date | None", self.cleaned_data.get(name))
