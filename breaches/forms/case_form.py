"""What every form about a case carries and how it is laid out."""

import datetime as dt
import uuid
from typing import Any, cast

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Layout
from django import forms
from django.http import QueryDict

from breaches.models import Case
from web.forms import text_field, textarea


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
