"""What every form about something that others may change meanwhile carries, and how it is laid out."""

import datetime as dt
import uuid
from typing import Any, cast

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import HTML, Button, Field, Layout
from django import forms
from django.http import QueryDict

CANCEL = HTML('<a class="govuk-link" href="{{ cancel_url }}">Cancel</a>')


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
