"""The page that says who took part: looked up in the register, or added to it."""

from collections.abc import Iterable
from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Layout, Size
from django import forms

from incidents.models import Involvement
from people.models import Capacity, Person
from web.forms import hinted

PART_HINTS = {
    Involvement.Part.SUBJECT: "There will be one case for each person you choose this for.",
    Involvement.Part.AFFECTED: "It is about them, or was done to them. They see nothing of this in Rung.",
    Involvement.Part.WITNESS: "",
    Involvement.Part.REPORTER: "",
}


def part_field() -> forms.ChoiceField:
    """The one part somebody had."""
    return forms.ChoiceField(
        label="What was their part?",
        help_text="Each person has one part. Somebody who only saw it is not affected by it.",
        choices=[hinted(part.value, part.label, PART_HINTS[part]) for part in Involvement.Part],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose their part."},
    )


def capacity_field() -> forms.ChoiceField:
    """The one capacity they had in it."""
    return forms.ChoiceField(
        label="In what capacity?",
        help_text="For the person who did it, this is what they are judged as. Somebody may be both a parent and "
        "staff: you choose which of the two this was. Rung does not.",
        choices=Capacity.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose their capacity."},
    )


def standings(person: Person) -> str:
    """What the register says a person is, such as "parent or carer, governor"."""
    said = [
        f"{one.get_capacity_display()} ({one.title})" if one.title else str(one) for one in person.capacities.all()
    ]
    return ", ".join(said) or "No capacity in the register"


class ChoosePersonForm(forms.Form):
    """One of the people a search found, their part and their capacity."""

    q = forms.CharField(widget=forms.HiddenInput, required=False)
    person = forms.TypedChoiceField(
        label="Who is it?",
        widget=forms.RadioSelect,
        coerce=int,
        error_messages={"required": "Choose who it is.", "invalid_choice": "Choose one of the people found."},
    )
    part = part_field()
    capacity = capacity_field()

    def __init__(self, *args: Any, found: Iterable[Person], **kwargs: Any) -> None:
        """`found` is whom the search found, their capacities fetched with them."""
        super().__init__(*args, **kwargs)
        self.found = {person.pk: person for person in found}
        choices = [hinted(str(person.pk), person.name, standings(person)) for person in self.found.values()]
        self.fields["person"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField, whatever the stubs say
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout(
            "q",
            Field.radios("person", legend_size=Size.SMALL, small=True),
            Field.radios("part", legend_size=Size.SMALL, small=True),
            Field.radios("capacity", legend_size=Size.SMALL, small=True),
            Button.primary("add", "Add this person", data_prevent_double_click="true"),
        )

    def chosen(self) -> Person:
        """The person chosen in a valid form."""
        return self.found[self.cleaned_data["person"]]


class NewPersonForm(forms.Form):
    """Somebody the register does not have yet, their part and their capacity."""

    name = forms.CharField(
        label="Full name",
        help_text="The whole name, no initials. If nobody knows it, describe them: “unknown account ‘Dad of 3’”.",
        max_length=150,
        error_messages={"required": "Enter their name."},
    )
    title = forms.CharField(
        label="What they do, or whose parent they are (optional)",
        help_text="For example, lunchtime supervisor.",
        max_length=80,
        required=False,
    )
    part = part_field()
    capacity = capacity_field()
    another_of_this_name = forms.BooleanField(label="This is a different person of the same name", required=False)

    def __init__(self, *args: Any, name_taken: bool = False, **kwargs: Any) -> None:
        """`name_taken` also asks whether this is a different person of the same name."""
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout(
            Field.text("name", label_size=Size.SMALL),
            *([Field.checkbox("another_of_this_name")] if name_taken else []),
            Field.text("title", label_size=Size.SMALL),
            Field.radios("part", legend_size=Size.SMALL, small=True),
            Field.radios("capacity", legend_size=Size.SMALL, small=True),
            Button.primary("add", "Add this person", data_prevent_double_click="true"),
        )
