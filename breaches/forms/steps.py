"""Recording what was done, or why not."""

import datetime as dt
from typing import Any

from crispy_forms_gds.layout import Field, Size
from django import forms
from django.utils import timezone

from breaches.due import COMPLETED_BY_AN_ANSWER
from breaches.forms.case_form import CaseForm
from breaches.models import StepRecord
from incidents.models import Evidence
from policies.rules.words import Step
from web.forms import day_field, day_input, text_field, textarea

# Steps that ask somebody outside the school for something, so that how it went is theirs to decide.
ASKS_SOMEBODY = COMPLETED_BY_AN_ANSWER | {
    Step.REPORT_TO_PLATFORM,
    Step.COMPLAIN_TO_HOST,
    Step.WRITE_WARNING,
    Step.COMPLAINTS_PROCEDURE,
    Step.CONTACT_POLICE,
    Step.REPORT_TO_LOCAL_AUTHORITY,
    Step.NOTIFY_PARENTS,
    Step.ADVISE,
    Step.BAN_DEVICES_AT_EVENTS,
}
DONE_ON = "On what day was it done?"
DONE_BY = "Who did it?"
FOLLOW_UP = "When will you come back to it? (optional)"


def who_field() -> forms.CharField:
    """The name of whoever did it."""
    return forms.CharField(label=DONE_BY, max_length=150, error_messages={"required": "Enter who did it."})


class TakeStepForm(CaseForm):
    """What was done, when, by whom, how it went, and when to come back to it."""

    done_on = day_field(
        DONE_ON, "Not before the incident, and not in the future.", required="Enter the day it was done."
    )
    done_by = who_field()
    outcome = forms.ChoiceField(
        label="How did it go?",
        help_text="No reply is not a refusal. Choose “No reply yet” and a day to ask again.",
        choices=StepRecord.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it went."},
    )
    note = text_field(
        "What should be remembered of it? (optional)", "For example, a reference number or what was agreed."
    )
    evidence = forms.ModelChoiceField(
        label="Which file shows it? (optional)",
        queryset=Evidence.objects.none(),
        required=False,
        empty_label="No file",
    )
    follow_up_on = day_field(FOLLOW_UP, "It is on the list of what to do on that day.")

    def __init__(self, *args: Any, step: Step, **kwargs: Any) -> None:
        """`step` decides whether anybody is asked how they answered."""
        self.step = step
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Offer the files of the incident; ask how it went only where somebody was asked for something."""
        files = self.case.incident.evidence.kept()
        self.fields["evidence"].queryset = files  # type: ignore[attr-defined]  # a ModelChoiceField
        if not files:
            del self.fields["evidence"]
        if self.step not in ASKS_SOMEBODY:
            del self.fields["outcome"]

    def parts(self) -> tuple[Field, ...]:
        """In the order one remembers them."""
        layout = {
            "done_on": day_input("done_on"),
            "done_by": Field.text("done_by", label_size=Size.SMALL, field_width=20),
            "outcome": Field.radios("outcome", legend_size=Size.SMALL, small=True),
            "note": textarea("note"),
            "evidence": Field("evidence", context={"label_size": Size.for_label(Size.SMALL)}),
            "follow_up_on": day_input("follow_up_on"),
        }
        return tuple(field for name, field in layout.items() if name in self.fields)

    def clean(self) -> dict[str, Any]:
        """Days in their bounds; no reply has a day to ask again."""
        said = super().clean() or {}
        check_days(self, said)
        no_reply = said.get("outcome") == StepRecord.Outcome.NO_REPLY
        if no_reply and self.step in COMPLETED_BY_AN_ANSWER and not said.get("follow_up_on"):
            self.add_error("follow_up_on", "No reply is not a refusal. Choose a day to ask again.")
        return said

    def outcome_said(self) -> StepRecord.Outcome | None:
        """How it went, where that was asked."""
        said = self.cleaned_data.get("outcome")
        return StepRecord.Outcome(said) if said else None


class OutsidePolicyForm(CaseForm):
    """Something done that the policy does not give."""

    what = text_field("What was done?", required="Say what was done.")
    reason = text_field(
        "Why, since the policy does not give it?",
        "It is shown as done outside the policy, with this reason, for as long as the case is kept.",
        required="Say why it was done, since the policy does not give it.",
    )
    done_on = day_field(
        DONE_ON, "Not before the incident, and not in the future.", required="Enter the day it was done."
    )
    done_by = who_field()
    follow_up_on = day_field(FOLLOW_UP, "It is on the list of what to do on that day.")

    button = "Record it"

    def parts(self) -> tuple[Field, ...]:
        """What and why first."""
        return (
            textarea("what", rows=3),
            textarea("reason"),
            day_input("done_on"),
            Field.text("done_by", label_size=Size.SMALL, field_width=20),
            day_input("follow_up_on"),
        )

    def clean(self) -> dict[str, Any]:
        """Days in their bounds."""
        said = super().clean() or {}
        check_days(self, said)
        return said


def check_days(form: CaseForm, said: dict[str, Any]) -> None:
    """Put the sentence beside the day that is out of bounds; the service checks them again."""
    today = timezone.localdate(form.now)
    done_on: dt.date | None = said.get("done_on")
    follow_up_on: dt.date | None = said.get("follow_up_on")
    if done_on and done_on > today:
        form.add_error("done_on", "The day it was done cannot be in the future.")
    if done_on and form.case.incident.happened_on and done_on < form.case.incident.happened_on:
        form.add_error("done_on", "The day it was done cannot be before the incident.")
    if follow_up_on and follow_up_on < today:
        form.add_error("follow_up_on", "The day to come back to it must be today or later.")
