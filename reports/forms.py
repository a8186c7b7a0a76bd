"""What somebody reports, on one short form for each kind; what they add; and what became of it."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from typing import Any, cast

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Div, Field, Fluid, Layout, Size
from django import forms
from django.http import QueryDict

from incidents.models import Incident
from people.models import Person
from reports.models import StaffReport
from reports.pages import FORM_SPECS, ReportFormSpec
from reports.policy_answer import Kind, ReportInput, Response, Tie, Way, Who
from web.forms import day_field, text_field

SENT = "sent"
NO_WHO = "Say who it is, as far as you know."
# What somebody did is asked once: that they wrote first is one of the answers.
DID = [*Response.choices, (SENT, "I contacted them first")]
NOBODY = ("", "None of these")
PLACES = [("", "Choose a place"), *Incident.Platform.choices]


class ReportForm(forms.Form):
    """A report of one kind: the fields that its kind asks for, in the kind's own words."""

    form_token = forms.UUIDField(widget=forms.HiddenInput)
    who = forms.ChoiceField(widget=forms.RadioSelect, error_messages={"required": "Choose who it is."})
    age = forms.IntegerField(
        label="If a former pupil, how old are they now? (optional)",
        required=False,
        min_value=1,
        max_value=120,
        error_messages={"invalid": "Enter their age in years, such as 17."},
    )
    described = forms.CharField(max_length=200, required=False)
    q = forms.CharField(label="Or find them in the register by name (optional)", required=False, max_length=150)
    person = forms.TypedChoiceField(
        label="Is it one of these people?",
        widget=forms.RadioSelect,
        coerce=int,
        empty_value=None,
        required=False,
        error_messages={"invalid_choice": "Choose one of the people found."},
    )
    tie = forms.ChoiceField(error_messages={"required": "Choose how you know them."})
    did = forms.ChoiceField(
        label="What have you done?",
        choices=DID,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you have done."},
    )
    way = forms.ChoiceField(
        label="Who wrote first?",
        choices=Way.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who wrote first."},
    )
    platform = forms.ChoiceField(label="Where?", choices=PLACES, error_messages={"required": "Choose where it was."})
    platform_name = forms.CharField(
        label="What is that place called? (optional)",
        help_text="Only if you chose “Somewhere else”.",
        max_length=80,
        required=False,
    )
    happened_on = day_field("On what day?", "", "Enter the day.")
    could_harm = forms.BooleanField(
        label="I think it could harm the reputation of the school or its people",
        required=False,
    )
    words = text_field("", "")
    ask_draft = forms.BooleanField(
        label="My school has no policy in force yet: show me what the draft policy says",
        required=False,
    )
    about_headteacher = forms.BooleanField(
        label="This is about the Headteacher: only the Chair of governors should read it",
        required=False,
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        kind: Kind,
        today: dt.date,
        found: Iterable[Person] = (),
        has_register: bool = False,
        has_draft: bool = False,
        initial: dict[str, Any] | None = None,
    ) -> None:
        """`found` are those of the register to choose from; without `has_register` nobody is offered at all.

        `has_draft`: the school has a draft and no policy, so the writer may ask for the draft by name.
        """
        blank = {"happened_on": today, "way": Way.RECEIVED, "ask_draft": True}
        shown = {"form_token": uuid.uuid4(), **(blank if initial is None else initial)}
        super().__init__(data, initial=shown)
        self.kind, self.today = kind, today
        self.found = {one.pk: one for one in found}
        asks = FORM_SPECS[kind]
        self._fit(asks, has_register=has_register, has_draft=has_draft)
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout(
            "form_token",
            *[_LAYOUT.get(name, _radios)(name) for name in self.fields if name != "form_token"],
            Button.primary("send", "Send this report", data_prevent_double_click="true"),
        )

    def _fit(self, asks: ReportFormSpec, *, has_register: bool, has_draft: bool) -> None:
        """Leave out what this kind does not ask, and ask the rest in its words."""
        wanted = ["form_token", *asks.fields, *(["ask_draft"] if has_draft else [])]
        if has_register and "described" in asks.fields:
            after = wanted.index("described") + 1
            wanted[after:after] = ["q", "person"] if self.found else ["q"]
        self.fields = {name: self.fields[name] for name in wanted}
        for name, (label, hint) in asks.labels.items():
            self.fields[name].label, self.fields[name].help_text = label, hint
        for name in asks.optional & self.fields.keys():
            self.fields[name].required = False
        self._offer("who", [(one.value, one.label) for one in asks.who])
        ties = [(one.value, one.label) for one in Tie]
        self._offer("tie", [("", "No" if "tie" in asks.optional else "Choose one"), *ties])
        self._offer("person", [*[(str(pk), one.name) for pk, one in self.found.items()], NOBODY])
        if "words" in asks.required:
            self.fields["words"].required = True
            self.fields["words"].error_messages["required"] = asks.required["words"]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        if name in self.fields:
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a ChoiceField, whatever the stubs say

    def clean(self) -> dict[str, Any]:
        """Somebody named or described, a place with its name, an age where one belongs, a day that has been."""
        said = super().clean() or {}
        if said.get("who") != Who.FORMER_PUPIL:
            said["age"] = None
        nobody = not said.get("described") and not said.get("person")
        if "described" in self.fields and "described" not in FORM_SPECS[self.kind].optional and nobody:
            self.add_error("described", NO_WHO)
        if said.get("tie") == Tie.OWN_CHILD and said.get("who") == Who.PARENT:
            self.add_error("tie", "A parent or carer cannot be your own child. Choose another answer.")
        if said.get("platform") != Incident.Platform.OTHER:
            said["platform_name"] = ""
        elif not said.get("platform_name"):
            self.add_error("platform_name", "Enter what the place is called.")
        if (day := said.get("happened_on")) and day > self.today:
            self.add_error("happened_on", "The day must be today or in the past.")
        return said

    def report_input(self) -> ReportInput:
        """What a valid form tells."""
        said = self.cleaned_data
        did, way = said.get("did", ""), said.get("way", "")
        return ReportInput(
            kind=self.kind,
            who=said.get("who") or FORM_SPECS[self.kind].always.get("who", ""),
            age=said.get("age"),
            person=self.found.get(said.get("person") or 0),
            described=said.get("described", ""),
            tie=said.get("tie", ""),
            way=_way(did) if did else way or FORM_SPECS[self.kind].always.get("way", ""),
            response="" if did == SENT else did,
            happened_on=said.get("happened_on"),
            platform=said.get("platform", ""),
            platform_name=said.get("platform_name", ""),
            words=said.get("words", ""),
            could_harm=said.get("could_harm", False),
            about_headteacher=said.get("about_headteacher", False),
            ask_draft=said.get("ask_draft", False),
        )


def _way(did: str) -> Way:
    return Way.SENT if did == SENT else Way.RECEIVED


def _radios(name: str) -> Field:
    field: Field = Field.radios(name, legend_size=Size.SMALL, small=True)
    return field


def _text(name: str) -> Field:
    field: Field = Field.text(name, label_size=Size.SMALL, field_width=Fluid.TWO_THIRDS)
    return field


def _short(name: str) -> Field:
    field: Field = Field.text(name, label_size=Size.SMALL, field_width=10)
    return field


def _select(name: str) -> Field:
    return Field(name, context={"label_size": Size.for_label(Size.SMALL)})


def _long(name: str) -> Field:
    field: Field = Field.textarea(name, label_size=Size.SMALL, rows=4)
    return field


def _tick(name: str) -> Field:
    field: Field = Field.checkbox(name)
    return field


def _search(name: str) -> Div:
    return Div(_text(name), Button.secondary("find", "Find in the register"))


_LAYOUT: dict[str, Callable[[str], Field | Div]] = {
    "age": _short,
    "described": _text,
    "q": _search,
    "tie": _select,
    "platform": _select,
    "platform_name": _text,
    "happened_on": _short,
    "could_harm": _tick,
    "words": _long,
    "about_headteacher": _tick,
    "ask_draft": _tick,
}


class AddToReportForm(forms.Form):
    """Something more for a report of one's own."""

    form_token = forms.UUIDField(widget=forms.HiddenInput)
    words = text_field(
        "What do you want to add?", "Facts only. What you add cannot be changed.", "Write what you want to add."
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"form_token": uuid.uuid4()})
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout(
            "form_token",
            Field.textarea("words", label_size=Size.SMALL, rows=4),
            Button.secondary("add", "Add this", data_prevent_double_click="true"),
        )


class OutcomeForm(forms.Form):
    """What became of a report, and the line its writer reads."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label="What became of it?",
        choices=StaffReport.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what became of it."},
    )
    line = forms.CharField(
        label="One line for the person who reported it",
        help_text="Thank them, and name nobody. For example, “Thank you. I have spoken to the family.”",
        max_length=200,
        error_messages={
            "required": "Write the line that the person who reported this will read.",
            "max_length": "Use 200 characters or fewer.",
        },
    )

    def __init__(self, data: QueryDict | None = None, *, report: StaffReport) -> None:
        """`report` is as it is stored now."""
        said = {"revision": report.revision, "outcome": report.outcome, "line": report.outcome_line}
        super().__init__(data, initial=said)
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout(
            "revision",
            Field.radios("outcome", legend_size=Size.SMALL, small=True),
            Field.text("line", label_size=Size.SMALL),
            Button.primary("answer", "Tell them", data_prevent_double_click="true"),
        )

    def take_revision(self, revision: int) -> None:
        """Carry the report's revision as it is now, so that what was typed may be saved after reading what is new."""
        typed = cast("QueryDict", self.data).copy()
        typed["revision"] = str(revision)
        self.data = typed
