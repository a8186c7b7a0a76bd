"""What pages of people, roles and the school ask."""

from collections.abc import Iterable
from typing import Any

from crispy_forms_gds.layout import Button, Field, Fixed
from django import forms
from django.http import QueryDict
from django.utils import timezone
from django_filters.filters import CharFilter

from people.models import Capacity, Person, Relationship, Role, School
from people.querysets import PersonQuerySet
from people.services import CHANGEABLE
from web.forms import PlainForm, RevisionForm, choice_field, day_field, form_layout, line_field, text_field
from web.paging import ListFilter

ANOTHER = ("another", "No, it is another person of this name")


class SchoolForm(forms.ModelForm[School]):
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


class MemberForm(PlainForm):
    name = line_field("Full name", required="Enter the full name.")
    email = forms.EmailField(
        label="Email address",
        help_text="They sign in with this. If they already use Rung, use the same address.",
        error_messages={"required": "Enter the email address."},
    )
    entry = choice_field(
        "The register already has somebody of this name. Is it the same person?",
        help_text="Rung keeps people from incidents that they take part in by their entry in the register.",
        required="Say whether it is the same person as in the register",
    )
    role = choice_field("Role", Role.choices, required="Choose the role.", coerce=Role, widget=forms.Select)
    title = line_field("Job title", "For example, class teacher", longest=80)
    from_on = day_field("From", required="Enter the first day in this role.")

    button = "Add this person"

    def __init__(self, *args: Any, namesakes: Iterable[Person] = (), **kwargs: Any) -> None:
        """`namesakes` are those of the register who may be the same person, asked about where there are any."""
        super().__init__(*args, **kwargs)
        self.namesakes = {str(person.pk): person for person in namesakes}
        if self.namesakes:
            same = [(pk, f"Yes: {person.name}, {_capacities(person)}") for pk, person in self.namesakes.items()]
            self.fields["entry"].choices = [*same, ANOTHER]  # type: ignore[attr-defined]  # a ChoiceField
        else:
            del self.fields["entry"]

    def values(self) -> dict[str, Any]:
        """What the service takes, with which entry of the register is theirs."""
        entry = self.cleaned_data.get("entry", "")
        is_another = entry == ANOTHER[0]
        return self.cleaned_data | {"entry": self.namesakes.get(entry), "another_of_this_name": is_another}


def _capacities(person: Person) -> str:
    return ", ".join(str(capacity).lower() for capacity in person.capacities.all()) or "no standing"


class EndMembershipForm(PlainForm):
    to_on = day_field("Last day in this role", required="Enter the last day.")

    button = Button.warning("save", "End this role", data_prevent_double_click="true")


class TermForm(PlainForm):
    name = line_field(
        "Term", "For example, Autumn 2026", "Enter the name of the term.", longest=40, width=Fixed.TWENTY
    )
    starts_on = day_field("First day", required="Enter the first day.")
    ends_on = day_field("Last day", required="Enter the last day.")

    button = "Add this term"


class PersonFilter(ListFilter):
    q = CharFilter(method="with_name")

    def with_name(self, people: PersonQuerySet, name: str, value: str) -> PersonQuerySet:
        return people.named_like(value)


class PersonForm(RevisionForm):
    name = line_field("Full name", required="Enter the full name.")
    salutation = line_field("How a letter begins", "For example, Mrs Hughes")
    capacities = forms.MultipleChoiceField(
        label="What are they to the school?",
        help_text="Choose all that apply",
        choices=Capacity.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose what they are to the school."},
    )
    job_title = line_field("Job title or position", "For example, class teacher", longest=80)
    year_group = line_field("Year group, for a pupil", "For example, Year 5", longest=80, width=Fixed.TEN)
    email = forms.EmailField(label="Email address", required=False)
    telephone = line_field("Telephone number", longest=30, width=Fixed.TWENTY)
    address = text_field("Address")
    born_on = day_field("Date of birth", "Only if it matters, such as for a former pupil who may be under 18")
    safeguarding_flag = forms.BooleanField(
        label="Take advice from the safeguarding lead before writing to or about this person",
        help_text="Only the Headteacher, the Deputy and the safeguarding lead see this",
        required=False,
    )
    note = text_field("Note", "Facts only. The person may ask to see it.", rows=3)

    def __init__(
        self, data: QueryDict | None, *, school: School, sees_flag: bool, person: Person | None = None
    ) -> None:
        """`person` is the entry being changed; `sees_flag` whether the safeguarding flag may be shown."""
        self.sees_flag, self.is_new = sees_flag, person is None
        self.own_capacities = dict(school.own_capacities)
        if person:
            self.own_capacities |= {row.capacity: row.get_capacity_display() for row in person.capacities.all()}
        initial = _initial(person) if person else {}
        super().__init__(data, revision=person.revision if person else 0, initial=initial)

    def prepare(self) -> None:
        choices = dict(Capacity.choices) | self.own_capacities
        self.fields["capacities"].choices = choices.items()  # type: ignore[attr-defined]  # a ChoiceField
        # The services know an entry sent twice by its revision, and a new one by nothing.
        del self.fields["form_token"]
        if self.is_new:
            del self.fields["revision"]
        if not self.sees_flag:
            del self.fields["safeguarding_flag"]

    def clean_born_on(self) -> Any:
        born_on = self.cleaned_data["born_on"]
        if born_on and born_on > timezone.localdate():
            raise forms.ValidationError("Date of birth must be in the past")
        return born_on

    def fields_to_store(self) -> dict[str, Any]:
        """What the services take: the person's fields, and the title of each standing."""
        cleaned = self.cleaned_data
        titles: dict[str, str] = {Capacity.PUPIL: cleaned["year_group"], Capacity.PARENT: ""}
        capacities = {capacity: titles.get(capacity, cleaned["job_title"]) for capacity in cleaned["capacities"]}
        return {field: cleaned[field] for field in CHANGEABLE if field in cleaned} | {"capacities": capacities}


class RelationshipForm(PlainForm):
    """A family tie of one person to another of the same school, chosen among those a search found."""

    kind = choice_field(
        "",
        Relationship.Kind.choices,
        required="Choose how they are related.",
        coerce=Relationship.Kind,
        widget=forms.Select,
    )
    relative = forms.ModelChoiceField(
        label="To whom?",
        queryset=Person.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a person", "invalid_choice": "Choose one of the people found"},
    )

    button = "Add relationship"
    has_cancel = False

    def __init__(self, data: QueryDict | None, *, person: Person, matches: PersonQuerySet) -> None:
        """`person` is the one the tie is said of: "Mrs Hughes is parent or carer of …"."""
        super().__init__(data)
        self.fields["relative"].queryset = matches  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["kind"].label = f"{person.name} is the"


def _initial(person: Person) -> dict[str, Any]:
    rows = list(person.capacities.all())
    others = [row for row in rows if row.capacity != Capacity.PUPIL]
    pupils = [row for row in rows if row.capacity == Capacity.PUPIL]
    return {field: getattr(person, field) for field in CHANGEABLE} | {
        "capacities": [row.capacity for row in rows],
        "job_title": next((row.title for row in others if row.title), ""),
        "year_group": next((row.title for row in pupils), ""),
    }
