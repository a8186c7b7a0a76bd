"""Forms of the school itself: how it is written to, who holds a role, its terms."""

from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import HTML, Button, Field, Fixed, Layout
from django import forms

from people.models import Role, School, TermDates

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Field.text("name"),
            Field.text("email"),
            Field.select("role"),
            Field.text("title"),
            Field.text("from_on", field_width=Fixed.TEN),
            Button.primary("save", "Add this person"),
            CANCEL,
        )


class EndMembershipForm(forms.Form):
    """The last day a role is held."""

    to_on = forms.DateField(label="Last day in this role", widget=DAY)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Field.text("to_on", field_width=Fixed.TEN), Button.warning("save", "End this role"), CANCEL
        )


class TermForm(forms.ModelForm[TermDates]):
    """One term of the school."""

    class Meta:
        model = TermDates
        fields = ("name", "starts_on", "ends_on")
        labels = {"name": "Term", "starts_on": "First day", "ends_on": "Last day"}
        help_texts = {"name": "For example, Autumn 2026"}
        widgets = {"starts_on": DAY, "ends_on": DAY}

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
