"""Opening a case: about whom, in what capacity, and what was established."""

from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Layout, Size
from django import forms

from incidents.models import IncidentFinding, Involvement
from people.models import Capacity
from policies.models import Version
from policies.rules.meanings import FINDINGS
from policies.rules.words import Finding
from web.forms import text_field, textarea

IN_FORCE = "in_force"
DRAFT = "draft"


class OpenCaseForm(forms.Form):
    """One subject, one capacity, at least one finding; and the draft by name where the school has nothing else."""

    subject = forms.ModelChoiceField(
        label="Whose conduct is this case about?",
        help_text="Each person has a case of their own.",
        queryset=Involvement.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Choose whose conduct the case is about."},
    )
    capacity = forms.ChoiceField(
        label="In what capacity did they act?",
        help_text="Somebody may be a parent and a member of staff. You decide which one counts here; never both.",
        choices=Capacity.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the capacity they acted in."},
    )
    findings = forms.MultipleChoiceField(
        label="What have you established?",
        help_text="As the incident was logged. You can add to these, or withdraw one, at any time.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one thing that you have established."},
    )
    why = text_field(
        "What establishes it?",
        "What you saw, read or were told. It is kept with each finding.",
        required="Say what establishes it.",
    )
    judged_by = forms.ChoiceField(
        label="Which policy should answer?",
        choices=[],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        subjects: list[Involvement],
        logged: list[IncidentFinding],
        draft: Version | None,
        **kwargs: Any,
    ) -> None:
        """`subjects` are those without a case, `logged` what the incident was logged as showing."""
        super().__init__(*args, **kwargs)
        self.logged = {Finding(one.finding): one.reason for one in logged}
        people = Involvement.objects.filter(pk__in=[one.pk for one in subjects]).select_related("person")
        self._offer(people, draft)
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout(
            Field.radios("subject", legend_size=Size.SMALL),
            Field.radios("capacity", legend_size=Size.SMALL, small=True),
            Field.checkboxes("findings", legend_size=Size.SMALL),
            textarea("why"),
            *([Field.radios("judged_by", legend_size=Size.SMALL)] if draft else []),
            Button.primary("open", "Open the case", data_prevent_double_click="true"),
        )

    def _offer(self, people: Any, draft: Version | None) -> None:
        subject, findings, judged_by = self.fields["subject"], self.fields["findings"], self.fields["judged_by"]
        subject.queryset = people  # type: ignore[attr-defined]  # a ModelChoiceField
        subject.label_from_instance = _named  # type: ignore[attr-defined]  # as above
        findings.choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (word, FINDINGS[word].name) for word in self.logged
        ]
        judged_by.choices = [  # type: ignore[attr-defined]  # as above
            (IN_FORCE, "The policy in force on the day. There was none, so no policy gives any step."),
            (DRAFT, f"Assess by the draft: {draft}. It is not the school's policy." if draft else ""),
        ]
        judged_by.required = draft is not None
        judged_by.error_messages["required"] = "Choose whether to assess by the draft."
        findings.widget.attrs["class"] = "govuk-checkboxes__input"

    def established(self) -> dict[Finding, str]:
        """Each finding chosen, with what establishes it; something else keeps the reason it was logged with."""
        why = self.cleaned_data["why"]
        chosen = [Finding(word) for word in self.cleaned_data["findings"]]
        return {word: f"{self.logged[word]}\n\n{why}" if self.logged[word] else why for word in chosen}


def _named(one: Involvement) -> str:
    return f"{one.person.name}, logged as {one.get_capacity_display().lower()}"
