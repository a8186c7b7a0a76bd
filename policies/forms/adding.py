"""The form that adds a policy of which Rung holds no clauses."""

from typing import Any

from crispy_forms_gds.layout import Field
from django import forms

from policies.forms.reviews import Anchor, CycleForm
from policies.models import ReviewCycle
from web.forms import day_field, day_input, picked, short


class PolicyForm(CycleForm):
    """A policy, its version in force, and its review."""

    title = forms.CharField(
        label="What is the policy called?",
        max_length=200,
        error_messages={"required": "Enter the policy’s name."},
    )
    number = forms.CharField(
        label="Which version of it?",
        help_text="Its number or its date, such as September 2026",
        max_length=40,
        error_messages={"required": "Enter the version’s number or date."},
    )
    in_force_from = day_field("From what day is it in force?", required="Enter the day.")
    document = forms.FileField(
        label="The document (optional)", help_text="A PDF or Word document of 20 MB or less", required=False
    )

    button = "Add the policy"

    def __init__(self, *args: Any, owners: Any) -> None:
        """`owners` are the people who may see to its review."""
        super().__init__(*args, cycle=ReviewCycle(anchor=Anchor.NONE), owners=owners)

    def parts(self) -> tuple[Field, ...]:
        """The policy, then its review."""
        of_the_policy = (short("title"), short("number"), day_input("in_force_from"), picked("document"))
        return (*of_the_policy, *super().parts())

    def asked(self) -> dict[str, Any]:
        """What the service takes, but for the document."""
        said = self.cleaned_data
        names = ("title", "number", "in_force_from")
        return {name: said[name] for name in names} | super().asked()
