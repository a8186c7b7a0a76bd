"""Forms of the school itself: how it is written to, who holds a role, its terms."""

from collections.abc import Iterable
from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import HTML, Button, Field, Fixed, Layout, Size
from django import forms

from people.models import Person, Role, School

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
ANOTHER = ("another", "No, it is another person of this name")
CANCEL = HTML('<a class="govuk-link" href="{{ cancel_url }}">Cancel</a>')


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
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Field.textarea("address", rows=4),
            Field.text("telephone", field_width=Fixed.TWENTY),
            Field.text("email"),
            Field.checkbox("second_person_approves_letters"),
            Button.primary("save", "Save"),
            CANCEL,
        )


class MemberForm(forms.Form):
    """Somebody who is to hold a role at the school."""

    name = forms.CharField(label="Full name", max_length=150)
    email = forms.EmailField(
        label="Email address", help_text="They sign in with this. If they already use Rung, use the same address."
    )
    role = forms.ChoiceField(label="Role", choices=Role.choices)
    title = forms.CharField(label="Job title", help_text="For example, class teacher", max_length=80, required=False)
    from_on = forms.DateField(label="From", widget=DAY)
    entry = forms.ChoiceField(
        label="The register already has somebody of this name. Is it the same person?",
        help_text="Rung keeps people from incidents that they take part in by their entry in the register.",
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it is the same person as in the register"},
    )

    def __init__(self, *args: Any, namesakes: Iterable[Person] = (), **kwargs: Any) -> None:
        """`namesakes` are those of the register who may be the same person, asked about where there are any."""
        super().__init__(*args, **kwargs)
        self.namesakes = {str(one.pk): one for one in namesakes}
        if self.namesakes:
            same = [(pk, f"Yes: {one.name}, {_standings(one)}") for pk, one in self.namesakes.items()]
            self.fields["entry"].choices = [*same, ANOTHER]  # type: ignore[attr-defined]  # a ChoiceField
        else:
            del self.fields["entry"]
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Field.text("name"),
            Field.text("email"),
            *([Field.radios("entry", legend_size=Size.SMALL)] if self.namesakes else []),
            Field.select("role"),
            Field.text("title"),
            Field.text("from_on", field_width=Fixed.TEN),
            Button.primary("save", "Add this person"),
            CANCEL,
        )

    def chosen(self) -> dict[str, Any]:
        """Which entry of the register is theirs, as the service takes it."""
        said = self.cleaned_data.get("entry", "")
        return {"entry": self.namesakes.get(said), "another_of_this_name": said == ANOTHER[0]}


def _standings(person: Person) -> str:
    return ", ".join(str(one).lower() for one in person.capacities.all()) or "no standing"


class EndMembershipForm(forms.Form):
    """The last day a role is held."""

    to_on = forms.DateField(label="Last day in this role", widget=DAY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Field.text("to_on", field_width=Fixed.TEN), Button.warning("save", "End this role"), CANCEL
        )


class TermForm(forms.Form):
    """One term of the school."""

    name = forms.CharField(label="Term", help_text="For example, Autumn 2026", max_length=40)
    starts_on = forms.DateField(label="First day", widget=DAY)
    ends_on = forms.DateField(label="Last day", widget=DAY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Field.text("name", field_width=Fixed.TWENTY),
            Field.text("starts_on", field_width=Fixed.TEN),
            Field.text("ends_on", field_width=Fixed.TEN),
            Button.primary("save", "Add this term"),
            CANCEL,
        )
