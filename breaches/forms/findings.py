"""Adding a finding."""

from crispy_forms_gds.layout import Field, Size
from django import forms

from breaches.forms.case_form import CaseForm
from policies.rules.meanings import FINDINGS
from policies.rules.words import Finding
from web.forms import text_field, textarea


def findings_by_heading(taken: set[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every finding not yet established, under its heading, with what it means."""
    headings: dict[str, list[tuple[str, str]]] = {}
    for word, meaning in FINDINGS.items():
        if word not in taken:
            headings.setdefault(meaning.heading, []).append((word, f"{meaning.name}: {meaning.means}"))
    return list(headings.items())


class FindingForm(CaseForm):
    """One more thing that a person has established."""

    finding = forms.ChoiceField(
        label="What have you established?",
        choices=[],
        error_messages={"required": "Choose what you have established."},
    )
    why = text_field(
        "What establishes it?",
        "What you saw, read or were told. For “Something else”, say which guidance or spirit it goes against.",
        required="Say what establishes it.",
    )

    button = "Add the finding"

    def prepare(self) -> None:
        """Offer what is not established yet."""
        taken = set(self.case.findings.filter(withdrawn_at__isnull=True).values_list("finding", flat=True))
        self.fields["finding"].choices = [("", "Choose one"), *findings_by_heading(taken)]  # type: ignore[attr-defined]  # a ChoiceField

    def parts(self) -> tuple[Field, ...]:
        """The finding, then the reason."""
        return Field("finding", context={"label_size": Size.for_label(Size.SMALL)}), textarea("why")

    def chosen(self) -> Finding:
        """The finding chosen."""
        return Finding(self.cleaned_data["finding"])
