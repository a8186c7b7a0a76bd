"""Adding to the register of low-level concerns, saying what a person's entries come to, narrowing the list."""

import datetime as dt

from django import forms
from django.http import QueryDict
from django_filters.filters import CharFilter, ChoiceFilter

from people.models import Person
from people.querysets import PersonQuerySet
from reports.concerns.pages import list_people
from reports.querysets import ConcernQuerySet
from web.forms import PlainForm, RevisionForm, day_field, text_field, token_field
from web.paging import ListFilter
from web.text import fold


class ConcernForm(PlainForm):
    about = forms.ModelChoiceField(
        label="Who is it about?",
        help_text="A member of staff of your register. A concern about the Headteacher is read by the Chair of "
        "governors alone.",
        queryset=Person.objects.none(),
        empty_label="Choose a member of staff",
        error_messages={"required": "Choose who it is about.", "invalid_choice": "Choose a member of staff."},
    )
    happened_on = day_field("On what day did it happen?", required="Enter the day it happened.")
    words = text_field(
        "What happened?",
        "What was seen or said, by whom and where. Facts first; say what is your opinion. Name a child only if you "
        "must. The person may ask to read this.",
        "Say what happened.",
        rows=6,
    )
    done = text_field(
        "What was said or done about it, and why?",
        "If nothing was done, say so and why.",
        "Say what was said or done about it, and why.",
    )
    form_token = token_field()

    button = "Add this entry"
    has_cancel = False

    def __init__(self, data: QueryDict | None, *, staff: PersonQuerySet, today: dt.date, about: str = "") -> None:
        """`staff` are those it may be about; `about` the one chosen before the form was opened, if any."""
        super().__init__(data, initial={"about": about})
        self.today = today
        self.fields["about"].queryset = staff  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean_happened_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["happened_on"]
        if day > self.today:
            raise forms.ValidationError("The day it happened must be today or in the past.")
        return day


class ConcernReviewForm(RevisionForm):
    """What somebody makes of a person's entries; the revision is how many raised entries they were shown."""

    words = text_field(
        "What do you make of them together?",
        "Whether they show a pattern, whether they may now come to an allegation, and what you will do. "
        "This cannot be changed later.",
        "Say what you make of the entries together.",
        rows=5,
    )

    button = "Keep this with the entries"
    has_cancel = False


class ConcernFilter(ListFilter):
    q = CharFilter(method="with_name")
    show = ChoiceFilter(
        choices=[("together", "Those to look at together")], empty_label="Everybody", method="together"
    )

    def with_name(self, concerns: ConcernQuerySet, name: str, value: str) -> ConcernQuerySet:
        for word in fold(value).split():
            concerns = concerns.filter(about__folded_name__contains=word)
        return concerns

    def together(self, concerns: ConcernQuerySet, name: str, value: str) -> ConcernQuerySet:
        return concerns.filter(about__in=[person.pk for person in list_people(concerns) if person.look_together])
