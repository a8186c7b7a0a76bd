"""What every form is made of: its fields, how they are laid out, and the revision of the row that it changes.

A field is made by what it asks for, with the sentence that says it is missing; without one it is optional. A form lays
its fields out in their order, each as its kind of input is, and adds the button and the way back:

    class TermForm(PlainForm):
        name = line_field("Term", "For example, Autumn 2026", "Enter the name of the term.", longest=40)
        starts_on = day_field("First day", required="Enter the first day.")

        button = "Add this term"

A form about a row that somebody else may change meanwhile is a RevisionForm.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, cast

from crispy_forms_gds.choices import Choice
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import HTML, Button, Div, Field, Fixed, Fluid, Layout, Size
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
        widget=forms.DateInput(attrs={"type": "date", **_wide(Fixed.TEN)}, format="%Y-%m-%d"),
        error_messages={"required": required, "invalid": "Enter a real day, such as 9/11/2026."},
    )


def month_field(label: str, help_text: str = "", required: str = "") -> forms.DateField:
    """A month without a day, read as its first day."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=bool(required),
        input_formats=["%Y-%m", "%m/%Y", "%B %Y", "%b %Y"],
        widget=forms.DateInput(attrs={"type": "month", **_wide(Fixed.TEN)}, format="%Y-%m"),
        error_messages={"required": required, "invalid": "Enter a month and its year, such as 11/2026."},
    )


def line_field(
    label: str, help_text: str = "", required: str = "", *, longest: int = LONGEST_LINE, width: int | str | None = None
) -> forms.CharField:
    """Something on one line; optional without a sentence to say that it is missing."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=bool(required),
        max_length=longest,
        widget=forms.TextInput(attrs=_wide(width) if width else {}),
        error_messages={"required": required, "max_length": f"Write at most {longest} characters."},
    )


def text_field(
    label: str, help_text: str = "", required: str = "", *, longest: int = LONGEST_TEXT, rows: int = 4
) -> forms.CharField:
    """Something written at length; optional without a sentence to say that it is missing."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=bool(required),
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": required, "max_length": f"Write at most {longest:,} characters."},
    )


def choice_field(
    label: str,
    choices: Any = (),
    help_text: str = "",
    required: str = "",
    *,
    coerce: Callable[[str], Any] = str,
    widget: type[forms.Select | forms.RadioSelect] = forms.RadioSelect,
    **messages: str,
) -> forms.TypedChoiceField:
    """One of several, as radios; optional without a sentence to say that it is missing.

    `coerce` is what the word of a choice becomes; `messages` are Django's own, for other faults.
    """
    return forms.TypedChoiceField(
        label=label,
        help_text=help_text,
        required=bool(required),
        choices=choices,
        coerce=coerce,
        widget=widget,
        error_messages={"required": required, **messages},
    )


def token_field() -> forms.UUIDField:
    """What makes a form count once, however often it is sent."""
    return forms.UUIDField(initial=uuid.uuid4, widget=forms.HiddenInput)


def _wide(width: int | str) -> dict[str, str]:
    return {"class": Fixed.for_input(width) if isinstance(width, int) else Fluid.for_input(width)}


def small_radios(name: str) -> Field:
    field: Field = Field.radios(name, legend_size=Size.SMALL, small=True)
    return field


def picked(name: str) -> Field:
    return Field(name, context={"label_size": Size.for_label(Size.SMALL)})


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
    helper.render_hidden_fields = True
    helper.layout = Layout(*parts, button, *([CANCEL] if has_cancel else []))
    return helper


class PlainForm(forms.Form):
    """A form that lays itself out. A class below it gives `button` its words, and may have `parts` of its own."""

    button: str | Button | Div = "Save"
    has_cancel = True

    @cached_property
    def helper(self) -> FormHelper:
        return form_layout(*self.parts(), button=self.button, has_cancel=self.has_cancel)

    def parts(self) -> Sequence[Field | Div]:
        """Every field that is seen, in order; a form may have nothing but its button."""
        return [self.layout_of(name) for name, field in self.fields.items() if not field.widget.is_hidden]

    def layout_of(self, name: str) -> Field:
        """One field, as its kind of input is laid out."""
        widget = self.fields[name].widget
        layout: Field = picked(name)
        if isinstance(widget, forms.CheckboxSelectMultiple):
            layout = Field.checkboxes(name, legend_size=Size.SMALL)
        elif isinstance(widget, forms.RadioSelect):
            layout = small_radios(name)
        elif isinstance(widget, forms.CheckboxInput):
            layout = Field.checkbox(name)
        return layout


class RevisionForm(PlainForm):
    """A form shown on one revision of a row, with a token that makes it count once.

    A class below it fits the fields to the row in `prepare`.
    """

    revision = forms.IntegerField(widget=forms.HiddenInput)
    form_token = token_field()
    read_at = forms.DateTimeField(widget=forms.HiddenInput)

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
        row = {"revision": revision, "read_at": read_at.isoformat() if read_at else None}
        super().__init__(data, files, initial=row | (initial or {}))
        if read_at is None:
            del self.fields["read_at"]
        self.stored: Any = None
        self.prepare()

    def prepare(self) -> None:
        """Fit the fields to the row, before they are laid out."""

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
