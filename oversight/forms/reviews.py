"""How the list of reviews is narrowed."""

from collections.abc import Iterable, Sequence

from django import forms
from django.http import QueryDict

from oversight.reviews_due import STATES, ReviewRow


class ReviewFilter(forms.Form):
    """State and owner; what is not understood narrows nothing."""

    state = forms.ChoiceField(label="State", required=False)
    owner = forms.ChoiceField(label="Owner", required=False)

    def __init__(self, said: QueryDict, *, rows: Iterable[ReviewRow]) -> None:
        """`rows` are those to narrow; their owners are offered."""
        super().__init__(said)
        self.rows = list(rows)
        owners = {str(row.cycle.owner_id or ""): row.owner for row in self.rows}
        unnamed = [("none", "Headteacher, as nobody is named")] if "" in owners else []
        named = sorted((key, name) for key, name in owners.items() if key)
        self.fields["state"].choices = [("", "Any"), *STATES.items()]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["owner"].choices = [("", "Anybody"), *unnamed, *named]  # type: ignore[attr-defined]  # as above

    def narrowed(self) -> Sequence[ReviewRow]:
        """The rows that answer to what was chosen."""
        self.is_valid()
        state, owner = (self.cleaned_data.get(name, "") for name in ("state", "owner"))
        return [
            row
            for row in self.rows
            if (not state or state in row.states) and (not owner or owner == str(row.cycle.owner_id or "none"))
        ]

    @property
    def is_narrowing(self) -> bool:
        """Whether anything was chosen."""
        return self.is_valid() and any(self.cleaned_data.values())
