"""Forms for asking people to read a policy, and for finding who has."""

import datetime as dt
from typing import Any

from crispy_forms_gds.layout import Fixed
from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django_filters.filters import ChoiceFilter

from policies.models import AcknowledgementRequest
from web.dates import day_in_words
from web.forms import PlainForm, RevisionForm, choice_field, day_field, line_field
from web.paging import ListFilter

USUAL_DAYS = 14


class ReadingRequestForm(PlainForm):
    """Which audience is asked, by when, and how long whoever joins later has."""

    audience = choice_field("Who is asked?", AcknowledgementRequest.Audience.choices, required="Choose who is asked")
    deadline_on = day_field("By what day?", required="Enter the day")
    days_for_new_starters = forms.IntegerField(
        label="How many days has somebody who joins later?",
        help_text="Counted from the day they join. They are asked by themselves: nobody has to remember it.",
        initial=USUAL_DAYS,
        min_value=1,
        max_value=365,
        error_messages={
            "required": "Enter a number of days",
            "invalid": "Enter a whole number of days",
            "min_value": "Give at least 1 day",
            "max_value": "Give at most 365 days",
        },
        widget=forms.NumberInput(attrs={"class": Fixed.for_input(Fixed.THREE)}),
    )

    button = "Ask them to read it"


class DeadlineForm(RevisionForm):
    deadline_on = day_field("New deadline", required="Enter the day")
    reason = line_field("Why does it move?", required="Say why the deadline moves.", longest=500)

    button = "Move the deadline"

    def __init__(self, data: QueryDict | None, *, request: AcknowledgementRequest) -> None:
        self.deadline = request.deadline_on
        super().__init__(data, revision=request.revision)

    def prepare(self) -> None:
        # The service knows a form sent twice by the deadline that it asks for.
        del self.fields["form_token"]
        self.fields["deadline_on"].help_text = f"It is {day_in_words(self.deadline)} now."


class ReaderFilter(ListFilter):
    """Rows of `list_readers`, by whether they have read and by what they are asked as."""

    state = ChoiceFilter(
        label="Read or not",
        choices=[("waiting", "Not read yet"), ("late", "Late"), ("read", "Read")],
        empty_label="Everybody",
        method="with_state",
    )
    audience = ChoiceFilter(label="Asked as", choices=AcknowledgementRequest.Audience.choices, empty_label="Anything")

    def __init__(self, query: QueryDict, *, rows: QuerySet[Any, Any], today: dt.date) -> None:
        super().__init__(query, rows=rows)
        self.today = today

    def with_state(self, rows: QuerySet[Any, Any], name: str, value: str) -> QuerySet[Any, Any]:
        rows = rows.filter(read_at__isnull=value != "read")
        return rows.filter(due_on__lt=self.today) if value == "late" else rows
