"""The page of findings: what a person says the incident shows, in plain words under headings."""

from collections.abc import Mapping
from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Field, Layout, Size
from django import forms
from django.utils.text import slugify

from incidents.forms.answers import save_buttons
from incidents.models import Incident
from policies.rules import wording
from policies.rules.words import Finding
from web.forms import hinted


def field_name(heading: str) -> str:
    """The form's field for the findings under this heading."""
    return slugify(heading).replace("-", "_")


def findings_by_heading() -> dict[str, list[Finding]]:
    """Every finding, under the heading that pages show it under."""
    grouped: dict[str, list[Finding]] = {}
    for finding, meaning in wording.FINDINGS.items():
        grouped.setdefault(meaning.heading, []).append(finding)
    return grouped


class FindingsForm(forms.Form):
    """One set of boxes for each heading, and the reason that `other_breach` must have."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    other_reason = forms.CharField(
        label="If you chose “Something else”, what is it, and why do you find it?",
        help_text="Name the part of the policy, or its spirit, that it goes against.",
        required=False,
        max_length=5_000,
        widget=forms.Textarea,
    )

    def __init__(self, *args: Any, partial: bool = False, **kwargs: Any) -> None:
        """With `partial` no finding need be chosen yet."""
        super().__init__(*args, **kwargs)
        self.partial = partial
        for heading, findings in findings_by_heading().items():
            self.fields[field_name(heading)] = forms.MultipleChoiceField(
                label=heading,
                required=False,
                choices=[_as_choice(finding) for finding in findings],
                widget=forms.CheckboxSelectMultiple,
            )
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout(
            "revision",
            *[Field.checkboxes(name, legend_size=Size.MEDIUM, legend_tag="h2", small=True) for name in self.groups()],
            Field.textarea("other_reason", label_size=Size.SMALL, rows=4),
            save_buttons(),
        )

    def groups(self) -> list[str]:
        """The names of the fields that hold findings."""
        return [field_name(heading) for heading in findings_by_heading()]

    def chosen(self) -> dict[Finding, str]:
        """The findings chosen, in the order of the vocabulary, each with its reason or none."""
        ticked = {Finding(value) for name in self.groups() for value in self.cleaned_data.get(name, [])}
        reason = self.cleaned_data.get("other_reason", "")
        return {one: reason if one is Finding.OTHER_BREACH else "" for one in Finding if one in ticked}

    def clean(self) -> dict[str, Any]:
        """At least one finding, and a reason where only a person can give it."""
        said = super().clean() or {}
        chosen = self.chosen()
        if not chosen and not self.partial:
            self.add_error(self.groups()[0], "Choose at least one finding.")
        if Finding.OTHER_BREACH in chosen and not chosen[Finding.OTHER_BREACH]:
            self.add_error("other_reason", "Say what the other breach is and why you find it.")
        return said


def findings_in(draft: Incident) -> Mapping[str, Any]:
    """The draft's findings, as the form shows them."""
    reasons = {Finding(one.finding): one.reason for one in draft.findings.all()}
    ticked = {
        field_name(heading): [finding.value for finding in findings if finding in reasons]
        for heading, findings in findings_by_heading().items()
    }
    return {**ticked, "other_reason": reasons.get(Finding.OTHER_BREACH, ""), "revision": draft.revision}


def _as_choice(finding: Finding) -> tuple[str, str]:
    meaning = wording.FINDINGS[finding]
    return hinted(finding.value, meaning.name, meaning.means)
