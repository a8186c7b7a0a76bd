"""Forms of the register of parties, and how its list is narrowed."""

from typing import Any

from crispy_forms_gds.layout import Field, Fixed, Size
from django import forms
from django.http import QueryDict
from django.utils import timezone
from django_filters.filters import CharFilter

from people.models import Capacity, Person, Relationship
from people.querysets import PersonQuerySet
from people.services.register import CHANGEABLE
from web.forms import RevisionForm, day_field, form_layout, line_field, text_field
from web.paging import ListFilter


class PersonFilter(ListFilter):
    """People whose name holds every word."""

    q = CharFilter(method="with_name")

    def with_name(self, people: PersonQuerySet, name: str, value: str) -> PersonQuerySet:
        return people.named_like(value)


class PersonForm(RevisionForm):
    """One entry of the register, with the standings the person has and a title for each."""

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
    year_group = line_field("Year group, for a pupil", "For example, Year 5", longest=80)
    email = forms.EmailField(label="Email address", required=False)
    telephone = line_field("Telephone number", longest=30)
    address = text_field("Address")
    born_on = day_field("Date of birth", "Only if it matters, such as for a former pupil who may be under 18")
    safeguarding_flag = forms.BooleanField(
        label="Take advice from the safeguarding lead before writing to or about this person",
        help_text="Only the Headteacher, the Deputy and the safeguarding lead see this",
        required=False,
    )
    note = text_field("Note", "Facts only. The person may ask to see it.")

    def __init__(self, data: QueryDict | None, *, sees_flag: bool, person: Person | None = None) -> None:
        """`person` is the entry being changed; `sees_flag` whether the safeguarding flag may be shown."""
        self.sees_flag, self.is_new = sees_flag, person is None
        initial = _initial(person) if person else {}
        super().__init__(data, revision=person.revision if person else 0, initial=initial)

    def prepare(self) -> None:
        # The services know an entry sent twice by its revision, and a new one by nothing.
        del self.fields["form_token"]
        if self.is_new:
            del self.fields["revision"]
        if not self.sees_flag:
            del self.fields["safeguarding_flag"]

    def parts(self) -> tuple[Field, ...]:
        return (
            Field.text("name"),
            Field.text("salutation"),
            Field.checkboxes("capacities", legend_size=Size.SMALL),
            Field.text("job_title"),
            Field.text("year_group", field_width=Fixed.TEN),
            Field.text("email"),
            Field.text("telephone", field_width=Fixed.TWENTY),
            Field.textarea("address", rows=4),
            Field.text("born_on", field_width=Fixed.TEN),
            *([Field.checkbox("safeguarding_flag")] if self.sees_flag else []),
            Field.textarea("note", rows=3),
        )

    def clean_born_on(self) -> Any:
        born_on = self.cleaned_data["born_on"]
        if born_on and born_on > timezone.localdate():
            raise forms.ValidationError("Date of birth must be in the past")
        return born_on

    def fields_to_store(self) -> dict[str, Any]:
        """What the services take: the person's fields, and the title of each standing."""
        cleaned = self.cleaned_data
        titles = {Capacity.PUPIL: cleaned["year_group"], Capacity.PARENT: ""}
        chosen = [Capacity(value) for value in cleaned["capacities"]]
        capacities = {capacity: titles.get(capacity, cleaned["job_title"]) for capacity in chosen}
        return {field: cleaned[field] for field in CHANGEABLE if field in cleaned} | {"capacities": capacities}


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

    def __init__(self, data: QueryDict | None, *, person: Person, found: PersonQuerySet) -> None:
        """`person` is the one the tie is said of: "Mrs Hughes is parent or carer of …"."""
        super().__init__(data)
        relative = self.fields["relative"]
        assert isinstance(relative, forms.ModelChoiceField)  # noqa: S101 - tells the type checker what it is
        relative.queryset = found
        self.fields["kind"].label = f"{person.name} is the"
        self.helper = form_layout(
            Field.select("kind"),
            Field.radios("relative", legend_size=Size.SMALL),
            button="Add relationship",
            has_cancel=False,
        )


def _initial(person: Person) -> dict[str, Any]:
    standings = list(person.capacities.all())
    others = [standing for standing in standings if standing.capacity != Capacity.PUPIL]
    pupils = [standing for standing in standings if standing.capacity == Capacity.PUPIL]
    return {field: getattr(person, field) for field in CHANGEABLE} | {
        "capacities": [standing.capacity for standing in standings],
        "job_title": next((standing.title for standing in others if standing.title), ""),
        "year_group": next((standing.title for standing in pupils), ""),
    }
