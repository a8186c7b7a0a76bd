"""What every form about a case carries and how it is laid out."""

import datetime as dt
import uuid
from typing import Any, cast

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Layout, Size
from django import forms
from django.http import QueryDict

from breaches.models import Case

LONGEST_TEXT = 20_000


def day_field(label: str, help_text: str, *, required: str = "") -> forms.DateField:
    """A day, picked or typed; optional without a sentence to say that it is missing."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=bool(required),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": required, "invalid": "Enter a real day, such as 9/11/2026."},
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


def textarea(name: str, rows: int = 4) -> Field:
    """A field to write at length in."""
    field: Field = Field.textarea(name, label_size=Size.SMALL, rows=rows)
    return field


def day_input(name: str) -> Field:
    """A field to pick a day in."""
    field: Field = Field.text(name, label_size=Size.SMALL, field_width=10)
    return field


class CaseForm(forms.Form):
    """A form shown on one revision of a case, at one moment, with a token that makes it count once."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    read_at = forms.DateTimeField(widget=forms.HiddenInput)
    form_token = forms.UUIDField(widget=forms.HiddenInput)

    button = "Save"

    def __init__(
        self, data: QueryDict | None = None, *, case: Case, now: dt.datetime, initial: dict[str, Any] | None = None
    ) -> None:
        """`now` is when the page is shown, and the moment against which days are checked."""
        shown = {"revision": case.revision, "read_at": now.isoformat(), "form_token": uuid.uuid4(), **(initial or {})}
        super().__init__(data, initial=shown)
        self.case, self.now = case, now
        self.prepare()
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout(
            "revision",
            "read_at",
            "form_token",
            *self.parts(),
            Button.primary("save", self.button, data_prevent_double_click="true"),
        )

    def prepare(self) -> None:
        """Fit the fields to the case, before they are laid out."""

    def parts(self) -> tuple[Field, ...]:
        """How the fields are laid out."""
        raise NotImplementedError

    def take_revision(self, revision: int) -> None:
        """Carry the case's revision as it is now, so that what was typed may be saved after reading what is new."""
        typed = cast("QueryDict", self.data).copy()
        typed["revision"] = str(revision)
        self.data = typed


class ReasonForm(CaseForm):
    """Nothing but a reason."""

    why = text_field("Why?", required="Say why.")

    def __init__(self, data: QueryDict | None = None, *, label: str, button: str, hint: str = "", **rest: Any) -> None:
        """`label` asks for the reason, `button` says what saving it does."""
        self.button, self.label, self.hint = button, label, hint
        super().__init__(data, **rest)

    def prepare(self) -> None:
        """Ask in this page's own words."""
        self.fields["why"].label, self.fields["why"].help_text = self.label, self.hint

    def parts(self) -> tuple[Field, ...]:
        """The reason."""
        return (textarea("why"),)
