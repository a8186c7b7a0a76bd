"""Forms of the school itself: how it is written to, who holds a role, its terms."""

from collections.abc import Iterable
from typing import Any

from crispy_forms_gds.layout import Button, Field, Fixed, Size
from django import forms
from django.http import QueryDict

from people.models import Person, Role, School
from web.forms import day_field, form_layout, line_field

ANOTHER = ("another", "No, it is another person of this name")


class SchoolForm(forms.ModelForm[School]):
    """How the school is written to, and whether a second person approves its letters."""

    class Meta:
        model = School
        fields = ("address", "telephone", "email", "second_person_approves_letters")
        labels = {
            "email": "Email address",
            "telephone": "Telephone number",
            "second_person_approves_letters": "A second person approves each letter before it is produced",
        }
        help_texts = {"address": "Printed at the top of letters"}
        widgets = {"address": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_layout(
            Field.textarea("address", rows=4),
            Field.text("telephone", field_width=Fixed.TWENTY),
            Field.text("email"),
            Field.checkbox("second_person_approves_letters"),
        )


class MemberForm(forms.Form):
    """Somebody who is to hold a role at the school."""

    name = line_field("Full name", required="Enter the full name.")
    email = forms.EmailField(
        label="Email address",
        help_text="They sign in with this. If they already use Rung, use the same address.",
        error_messages={"required": "Enter the email address."},
    )
    role = forms.ChoiceField(label="Role", choices=Role.choices, error_messages={"required": "Choose the role."})
    title = line_field("Job title", "For example, class teacher", longest=80)
    from_on = day_field("From", required="Enter the first day in this role.")
    entry = forms.ChoiceField(
        label="The register already has somebody of this name. Is it the same person?",
        help_text="Rung keeps people from incidents that they take part in by their entry in the register.",
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it is the same person as in the register"},
    )

    def __init__(self, *args: Any, namesakes: Iterable[Person] = (), **kwargs: Any) -> None:
        """`namesakes` are those of the register who may be the same person, asked about where there are any."""
        super().__init__(*args, **kwargs)
        self.namesakes = {str(person.pk): person for person in namesakes}
        if self.namesakes:
            same = [(pk, f"Yes: {person.name}, {_standings(person)}") for pk, person in self.namesakes.items()]
            self.fields["entry"].choices = [*same, ANOTHER]  # type: ignore[attr-defined]  # a ChoiceField
        else:
            del self.fields["entry"]
        self.helper = form_layout(
            Field.text("name"),
            Field.text("email"),
            *([Field.radios("entry", legend_size=Size.SMALL)] if self.namesakes else []),
            Field.select("role"),
            Field.text("title"),
            Field.text("from_on", field_width=Fixed.TEN),
            button="Add this person",
        )

    def chosen_entry(self) -> dict[str, Any]:
        """Which entry of the register is theirs, as the service takes it."""
        entry = self.cleaned_data.get("entry", "")
        return {"entry": self.namesakes.get(entry), "another_of_this_name": entry == ANOTHER[0]}


def _standings(person: Person) -> str:
    return ", ".join(str(standing).lower() for standing in person.capacities.all()) or "no standing"


class EndMembershipForm(forms.Form):
    """The last day a role is held."""

    to_on = day_field("Last day in this role", required="Enter the last day.")

    def __init__(self, data: QueryDict | None = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        button = Button.warning("save", "End this role", data_prevent_double_click="true")
        self.helper = form_layout(Field.text("to_on", field_width=Fixed.TEN), button=button)


class TermForm(forms.Form):
    """One term of the school."""

    name = line_field("Term", "For example, Autumn 2026", required="Enter the name of the term.", longest=40)
    starts_on = day_field("First day", required="Enter the first day.")
    ends_on = day_field("Last day", required="Enter the last day.")

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.helper = form_layout(
            Field.text("name", field_width=Fixed.TWENTY),
            Field.text("starts_on", field_width=Fixed.TEN),
            Field.text("ends_on", field_width=Fixed.TEN),
            button="Add this term",
        )
