"""Forms of the register of parties."""

from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import HTML, Button, Field, Fixed, Layout, Size
from django import forms
from django.http import QueryDict
from django.utils import timezone

from people.models import Capacity, Person, Relationship
from people.querysets import PersonQuerySet
from people.services.register import CHANGEABLE


class PersonForm(forms.Form):
    """One entry of the register, with the standings the person has and a title for each."""

    name = forms.CharField(label="Full name", max_length=150)
    salutation = forms.CharField(
        label="How a letter begins", help_text="For example, Mrs Hughes", max_length=150, required=False
    )
    capacities = forms.MultipleChoiceField(
        label="What are they to the school?",
        help_text="Choose all that apply",
        choices=Capacity.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    job_title = forms.CharField(
        label="Job title or position", help_text="For example, class teacher", max_length=80, required=False
    )
    year_group = forms.CharField(
        label="Year group, for a pupil", help_text="For example, Year 5", max_length=80, required=False
    )
    email = forms.EmailField(label="Email address", required=False)
    telephone = forms.CharField(label="Telephone number", max_length=30, required=False)
    address = forms.CharField(label="Address", widget=forms.Textarea(attrs={"rows": 4}), required=False)
    born_on = forms.DateField(
        label="Date of birth",
        help_text="Only if it matters, such as for a former pupil who may be under 18",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        required=False,
    )
    safeguarding_flag = forms.BooleanField(
        label="Take advice from the safeguarding lead before writing to or about this person",
        help_text="Only the Headteacher, the Deputy and the safeguarding lead see this",
        required=False,
    )
    note = forms.CharField(
        label="Note",
        help_text="Facts only. The person may ask to see it.",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, said: QueryDict | None, *, sees_flag: bool, person: Person | None = None) -> None:
        """`person` is the entry being changed; `sees_flag` whether the safeguarding flag may be shown."""
        super().__init__(said, initial=_as_initial(person) if person else {})
        if not sees_flag:
            del self.fields["safeguarding_flag"]
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Field.text("name"),
            Field.text("salutation"),
            Field.checkboxes("capacities", legend_size=Size.SMALL),
            Field.text("job_title"),
            Field.text("year_group", field_width=Fixed.TEN),
            Field.text("email"),
            Field.text("telephone", field_width=Fixed.TWENTY),
            Field.textarea("address", rows=4),
            Field.text("born_on", field_width=Fixed.TEN),
            *([Field.checkbox("safeguarding_flag")] if sees_flag else []),
            Field.textarea("note", rows=3),
            Field("revision"),
            Button.primary("save", "Save"),
            HTML('<a class="govuk-link" href="{{ cancel_url }}">Cancel</a>'),
        )

    def clean_born_on(self) -> Any:
        """A day that has been."""
        born_on = self.cleaned_data["born_on"]
        if born_on and born_on > timezone.localdate():
            raise forms.ValidationError("Date of birth must be in the past")
        return born_on

    def fields_to_store(self) -> dict[str, Any]:
        """What the services take: the person's fields, and the title of each standing."""
        said = dict(self.cleaned_data)
        said.pop("revision", None)
        titles = {Capacity.PUPIL: said.pop("year_group"), Capacity.PARENT: ""}
        job_title = said.pop("job_title")
        chosen = [Capacity(value) for value in said.pop("capacities")]
        return said | {"capacities": {capacity: titles.get(capacity, job_title) for capacity in chosen}}


class RelationshipForm(forms.Form):
    """A family tie of one person to another of the same school, chosen among those a search found."""

    kind = forms.ChoiceField(choices=Relationship.Kind.choices)
    relative = forms.ModelChoiceField(
        label="To whom?",
        queryset=Person.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a person", "invalid_choice": "Choose one of the people found"},
    )

    def __init__(self, *args: Any, person: Person, found: PersonQuerySet, **kwargs: Any) -> None:
        """`person` is the one the tie is said of: "Mrs Hughes is parent or carer of …"."""
        super().__init__(*args, **kwargs)
        relative = self.fields["relative"]
        assert isinstance(relative, forms.ModelChoiceField)  # noqa: S101 - tells the type checker what it is
        relative.queryset = found
        self.fields["kind"].label = f"{person.name} is the"
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Field.select("kind"),
            Field.radios("relative", legend_size=Size.SMALL),
            Button.primary("save", "Add relationship"),
        )


def _as_initial(person: Person) -> dict[str, Any]:
    standings = list(person.capacities.all())
    return {field: getattr(person, field) for field in (*CHANGEABLE, "revision")} | {
        "capacities": [one.capacity for one in standings],
        "job_title": next((one.title for one in standings if one.title and one.capacity != Capacity.PUPIL), ""),
        "year_group": next((one.title for one in standings if one.capacity == Capacity.PUPIL), ""),
    }
