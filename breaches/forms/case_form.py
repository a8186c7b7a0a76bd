"""What every form about a case carries."""

import datetime as dt
from typing import Any

from crispy_forms_gds.layout import Field
from django.http import QueryDict

from breaches.models import Case
from web.forms import RevisionForm, text_field, textarea


class CaseForm(RevisionForm):
    """A form shown on one revision of a case, at one moment."""

    has_cancel = False

    def __init__(
        self, data: QueryDict | None = None, *, case: Case, now: dt.datetime, initial: dict[str, Any] | None = None
    ) -> None:
        """`now` is when the page is shown, and the moment against which days are checked."""
        self.case, self.now = case, now
        super().__init__(data, revision=case.revision, read_at=now, initial=initial)


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
