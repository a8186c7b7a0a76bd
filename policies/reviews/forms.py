"""Forms about a school's reviews of a policy."""

import datetime as dt
from typing import Any, cast

from crispy_forms_gds.layout import Fixed
from django import forms

from people.models import User
from policies.models import Review, ReviewCycle
from web.forms import RevisionForm, choice_field, day_field, line_field, month_field, text_field

Anchor = ReviewCycle.Anchor
UNLESS_WITHDRAWN = "Leave it empty where the policy is withdrawn"


class OwnerField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django has no arguments for it at run time
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class CycleForm(RevisionForm):
    """Who sees to a review, how it comes round, and, where no date is set, by when."""

    owner = OwnerField(
        User.objects.none(),
        label="Who sees to it?",
        required=False,
        empty_label="Nobody else: the Headteacher",
    )
    anchor = choice_field(
        "How does the review come round?", Anchor.choices, required="Say how the review comes round."
    )
    due_on = day_field("By what day?", "Only where it goes by a day")
    month = month_field("By the end of which month?", "Only where it goes by a month, such as 11/2026")
    interval_months = forms.IntegerField(
        label="How many months after approval?",
        help_text="Only where it is counted from the governing body’s approval, such as 12",
        required=False,
        min_value=1,
        max_value=120,
        widget=forms.NumberInput(attrs={"class": Fixed.for_input(Fixed.THREE)}),
    )

    def __init__(self, *args: Any, cycle: ReviewCycle, owners: Any, **kwargs: Any) -> None:
        """`owners` are the people who may see to the review."""
        self.cycle, self.owners = cycle, owners
        initial = {"owner": cycle.owner_id, "anchor": cycle.anchor, "interval_months": cycle.interval_months}
        super().__init__(*args, revision=cycle.revision, initial=initial, **kwargs)

    def prepare(self) -> None:
        cast("OwnerField", self.fields["owner"]).queryset = self.owners
        if self.cycle.due_on:
            del self.fields["due_on"], self.fields["month"]

    def clean(self) -> dict[str, Any]:
        """What the chosen way of coming round needs."""
        cleaned = super().clean() or self.cleaned_data
        needed = {
            Anchor.FIXED: ("due_on", "Enter the day."),
            Anchor.MONTH: ("month", "Enter the month."),
            Anchor.INTERVAL: ("interval_months", "Enter the number of months."),
        }
        name, sentence = needed.get(cleaned.get("anchor", ""), ("", ""))
        if name in self.fields and not cleaned.get(name) and name not in self.errors:
            self.add_error(name, sentence)
        return cleaned

    def cycle_fields(self) -> dict[str, Any]:
        anchor = Anchor(self.cleaned_data["anchor"])
        dates = {Anchor.FIXED: self.day("due_on"), Anchor.MONTH: self.day("month")}
        return {
            "owner": self.cleaned_data["owner"],
            "anchor": anchor,
            "interval_months": self.cleaned_data["interval_months"],
            "due_on": dates.get(anchor),
        }


class ForwardForm(RevisionForm):
    due_on = day_field("By what day now?", required="Enter the day.")
    reason = text_field("Why sooner?", "For example, the law or guidance has changed.", required="Say why.")

    button = "Bring the review forward"


class ReviewForm(RevisionForm):
    outcome = choice_field("What came of it?", Review.Outcome.choices, required="Say what came of the review.")
    held_on = day_field("On what day was it held?", required="Enter the day.")
    minute_reference = line_field(
        "Minute reference (optional)", "For example, FGB 12 March 2026, item 7", longest=100, width=Fixed.TWENTY
    )
    words = text_field("What was said (optional)", "Everybody at the school can read it.")
    due_on = day_field("When is the next review due?", UNLESS_WITHDRAWN)
    month = month_field("By the end of which month is the next review?", UNLESS_WITHDRAWN)

    button = "Record the review"

    def __init__(self, *args: Any, cycle: ReviewCycle, today: dt.date, **kwargs: Any) -> None:
        """`today` is offered as the day of the review."""
        self.cycle = cycle
        super().__init__(*args, revision=cycle.revision, initial={"held_on": today}, **kwargs)

    def prepare(self) -> None:
        for anchor, name in ((Anchor.FIXED, "due_on"), (Anchor.MONTH, "month")):
            if self.cycle.anchor != anchor:
                del self.fields[name]

    def review_fields(self) -> dict[str, Any]:
        return {
            "outcome": Review.Outcome(self.cleaned_data["outcome"]),
            "held_on": self.cleaned_data["held_on"],
            "minute_reference": self.cleaned_data["minute_reference"],
            "words": self.cleaned_data["words"],
            "next_due_on": self.day("due_on") or self.day("month"),
        }
