"""What somebody reports, on one short form for each kind; what they add; what became of it; narrowing the list."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from crispy_forms_gds.layout import Button, Div, Field, Fixed, Fluid
from django import forms
from django.http import QueryDict
from django_filters.filters import ChoiceFilter

from incidents.models import Incident
from people.models import Person
from reports.models import StaffReport
from reports.policy_answer import Kind, ReportInput, Response, Tie, Way, Who
from reports.querysets import StaffReportQuerySet
from web.forms import (
    PlainForm,
    RevisionForm,
    choice_field,
    day_field,
    line_field,
    text_field,
    token_field,
)
from web.paging import ListFilter

# Under each kind, where one chooses what the report is about.
KIND_HINTS: dict[Kind, str] = {
    Kind.FRIEND_REQUEST: "From a pupil, a former pupil or a parent, or to them.",
    Kind.PRIOR_RELATIONSHIP: "A relative, your own child or a friend from before, who is a pupil or a parent here.",
    Kind.EXCEPTIONAL_CONTACT: "There was no other way to reach them.",
    Kind.CLOSURE_CONTACT: "With a pupil or a parent, from a personal account.",
    Kind.THIRD_PARTY_POST: "About the school, its pupils, parents or staff.",
    Kind.SCHOOL_ACCOUNT: "Broken into, lost, or posting what nobody posted.",
    Kind.OTHER: "Anything about social media that the school should know.",
}

PEOPLE = (Who.PUPIL, Who.FORMER_PUPIL, Who.PARENT, Who.OTHER)
ANYBODY = (*PEOPLE[:3], Who.COLLEAGUE, Who.OTHER)

DESCRIBED = ("Who is it?", "A name, or what you know, such as “a girl in Year 5”.")
TIE = ("Do you know them outside school?", "A relative, your own child, or a friend from before.")
MORE = ("Anything else? (optional)", "Facts only. You can add more later.")


@dataclass(frozen=True)
class ReportFormSpec:
    """One kind: what it is for, the fields it asks in order, and what it says without asking (`always`).

    `labels` gives a field's label and hint; `required` what to say where something written is missing.
    """

    lead: str
    fields: tuple[str, ...]
    who: tuple[Who, ...] = ()
    labels: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    optional: frozenset[str] = frozenset({"tie"})
    required: Mapping[str, str] = field(default_factory=dict)
    always: Mapping[str, str] = field(default_factory=dict)


FORM_SPECS: dict[Kind, ReportFormSpec] = {
    Kind.FRIEND_REQUEST: ReportFormSpec(
        lead="Children and parents look for people they know online. Telling the school is the right thing, "
        "whatever you did with the request.",
        fields=(
            "who", "age", "described", "did", "platform", "platform_name", "happened_on", "tie", "words",
            "about_headteacher",
        ),
        who=PEOPLE,
        labels={
            "who": ("Who got in touch, or whom did you contact?", ""),
            "described": DESCRIBED,
            "tie": TIE,
            "words": MORE,
        },
    ),
    Kind.PRIOR_RELATIONSHIP: ReportFormSpec(
        lead="A relative, your own child, or a friend from before, who is a pupil or a parent here. Said once, it is "
        "there when it is needed.",
        fields=("who", "age", "described", "tie", "words", "about_headteacher"),
        who=PEOPLE[:3],
        labels={
            "who": ("Who do you know?", ""),
            "described": DESCRIBED,
            "tie": ("How do you know them?", ""),
            "words": ("How long have you known them, and are you in touch online? (optional)", ""),
        },
        optional=frozenset(),
    ),
    Kind.EXCEPTIONAL_CONTACT: ReportFormSpec(
        lead="Sometimes there is no other way to reach a parent. Telling the school is the right thing.",
        fields=("described", "platform", "platform_name", "happened_on", "tie", "words", "about_headteacher"),
        labels={
            "described": ("Which parent or carer?", "A name, or whose parent they are."),
            "platform": ("Where did you contact them?", ""),
            "tie": TIE,
            "words": ("Why was it needed, and what was said? (optional)", "Facts only. You can add more later."),
        },
        always={"who": Who.PARENT, "way": Way.SENT},
    ),
    Kind.CLOSURE_CONTACT: ReportFormSpec(
        lead="You and a pupil or a parent were in touch from a personal account while the school was closed.",
        fields=(
            "who", "described", "way", "platform", "platform_name", "happened_on", "tie", "words", "about_headteacher",
        ),
        who=(Who.PUPIL, Who.PARENT),
        labels={
            "who": ("Who were you in touch with?", ""),
            "described": DESCRIBED,
            "tie": TIE,
            "words": ("What was it about? (optional)", "Facts only. You can add more later."),
        },
    ),
    Kind.THIRD_PARTY_POST: ReportFormSpec(
        lead="Something somebody else posted, about the school or its people. You need not look further into it.",
        fields=(
            "words", "could_harm", "platform", "platform_name", "happened_on", "who", "described", "about_headteacher",
        ),
        who=ANYBODY,
        labels={
            "words": ("What did you see?", "Facts only: what it says, and where it can be found."),
            "happened_on": ("On what day did you see it?", ""),
            "who": ("Who posted it? (optional)", ""),
            "described": ("What do you know of them? (optional)", "A name, or the name of the account."),
        },
        optional=frozenset({"who", "described"}),
        required={"words": "Say what you saw."},
    ),
    Kind.SCHOOL_ACCOUNT: ReportFormSpec(
        lead="A school account that was broken into, lost, or does something nobody at the school did.",
        fields=("words", "platform", "platform_name", "happened_on", "about_headteacher"),
        labels={
            "words": ("What is wrong?", "Never write a password here."),
            "platform": ("Where is the account?", ""),
            "happened_on": ("On what day did you notice?", ""),
        },
        required={"words": "Say what is wrong."},
    ),
    Kind.OTHER: ReportFormSpec(
        lead="Anything else about social media that the school should know.",
        fields=("words", "happened_on", "who", "described", "about_headteacher"),
        who=ANYBODY,
        labels={
            "words": ("What do you want to tell the school?", "Facts only. You can add more later."),
            "who": ("Who is it about? (optional)", ""),
            "described": ("What do you know of them? (optional)", "A name, or what they do."),
        },
        optional=frozenset({"who", "described"}),
        required={"words": "Say what you want to tell the school."},
    ),
}  # fmt: skip

SENT = "sent"
NO_WHO = "Say who it is, as far as you know."
# What somebody did is asked once: that they wrote first is one of the answers.
DID = [*Response.choices, (SENT, "I contacted them first")]
NOBODY = ("", "None of these")
PLACES = [("", "Choose a place"), *Incident.Platform.choices]


class ReportForm(PlainForm):
    form_token = token_field()
    who = choice_field("", required="Choose who it is.")
    age = forms.IntegerField(
        label="If a former pupil, how old are they now? (optional)",
        required=False,
        min_value=1,
        max_value=120,
        widget=forms.NumberInput(attrs={"class": Fixed.for_input(Fixed.TEN)}),
        error_messages={"invalid": "Enter their age in years, such as 17."},
    )
    described = line_field("", longest=200, width=Fluid.TWO_THIRDS)
    q = line_field("Or find them in the register by name (optional)", width=Fluid.TWO_THIRDS)
    person = choice_field("Is it one of these people?", coerce=int, invalid_choice="Choose one of the people found.")
    tie = choice_field("", required="Choose how you know them.", widget=forms.Select)
    did = choice_field("What have you done?", DID, required="Choose what you have done.")
    way = choice_field("Who wrote first?", Way.choices, required="Choose who wrote first.")
    platform = choice_field("Where?", PLACES, required="Choose where it was.", widget=forms.Select)
    platform_name = line_field(
        "What is that place called? (optional)",
        "Only if you chose “Somewhere else”.",
        longest=80,
        width=Fluid.TWO_THIRDS,
    )
    happened_on = day_field("On what day?", required="Enter the day.")
    could_harm = forms.BooleanField(
        label="I think it could harm the reputation of the school or its people",
        required=False,
    )
    words = text_field("")
    ask_draft = forms.BooleanField(
        label="My school has no policy in force yet: show me what the draft policy says",
        required=False,
    )
    about_headteacher = forms.BooleanField(
        label="This is about the Headteacher: only the Chair of governors should read it",
        required=False,
    )

    button = Button.primary("send", "Send this report", data_prevent_double_click="true")
    has_cancel = False

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        kind: Kind,
        today: dt.date,
        matches: Iterable[Person] = (),
        has_register: bool = False,
        has_draft: bool = False,
        initial: dict[str, Any] | None = None,
    ) -> None:
        """`matches` are those of the register to choose from; without `has_register` nobody is offered at all.

        `has_draft`: the school has a draft and no policy, so the writer may ask for the draft by name.
        """
        blank = {"happened_on": today, "way": Way.RECEIVED, "ask_draft": True}
        super().__init__(data, initial=blank if initial is None else initial)
        self.kind, self.today = kind, today
        self.matches = {person.pk: person for person in matches}
        self.spec = FORM_SPECS[kind]
        self._fit(has_register=has_register, has_draft=has_draft)

    def _fit(self, *, has_register: bool, has_draft: bool) -> None:
        """Leave out what this kind does not ask, and ask the rest in its words."""
        spec = self.spec
        names = ["form_token", *spec.fields, *(["ask_draft"] if has_draft else [])]
        if has_register and "described" in spec.fields:
            after = names.index("described") + 1
            names[after:after] = ["q", "person"] if self.matches else ["q"]
        self.fields = {name: self.fields[name] for name in names}
        for name, (label, hint) in spec.labels.items():
            self.fields[name].label, self.fields[name].help_text = label, hint
        for name in spec.optional & self.fields.keys():
            self.fields[name].required = False
        self._offer("who", [(who.value, who.label) for who in spec.who])
        self._offer("tie", [("", "No" if "tie" in spec.optional else "Choose one"), *Tie.choices])
        self._offer("person", [*[(str(pk), person.name) for pk, person in self.matches.items()], NOBODY])
        if "words" in spec.required:
            self.fields["words"].required = True
            self.fields["words"].error_messages["required"] = spec.required["words"]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        if name in self.fields:
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a ChoiceField, whatever the stubs say

    def parts(self) -> list[Field | Div]:
        """Beside the name to look for stands a button of its own."""
        search = Button.secondary("find", "Find in the register")
        names = [name for name in self.fields if name != "form_token"]
        return [Div(self.layout_of(name), search) if name == "q" else self.layout_of(name) for name in names]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("who") != Who.FORMER_PUPIL:
            cleaned["age"] = None
        nobody = not cleaned.get("described") and not cleaned.get("person")
        if "described" in self.fields and "described" not in self.spec.optional and nobody:
            self.add_error("described", NO_WHO)
        if cleaned.get("tie") == Tie.OWN_CHILD and cleaned.get("who") == Who.PARENT:
            self.add_error("tie", "A parent or carer cannot be your own child. Choose another answer.")
        if cleaned.get("platform") != Incident.Platform.OTHER:
            cleaned["platform_name"] = ""
        elif not cleaned.get("platform_name"):
            self.add_error("platform_name", "Enter what the place is called.")
        if (day := cleaned.get("happened_on")) and day > self.today:
            self.add_error("happened_on", "The day must be today or in the past.")
        return cleaned

    def report_input(self) -> ReportInput:
        cleaned = self.cleaned_data
        did, way = cleaned.get("did", ""), cleaned.get("way", "")
        return ReportInput(
            kind=self.kind,
            who=cleaned.get("who") or self.spec.always.get("who", ""),
            age=cleaned.get("age"),
            person=self.matches.get(cleaned.get("person") or 0),
            described=cleaned.get("described", ""),
            tie=cleaned.get("tie", ""),
            way=_way(did) if did else way or self.spec.always.get("way", ""),
            response="" if did == SENT else did,
            happened_on=cleaned.get("happened_on"),
            platform=cleaned.get("platform", ""),
            platform_name=cleaned.get("platform_name", ""),
            words=cleaned.get("words", ""),
            could_harm=cleaned.get("could_harm", False),
            about_headteacher=cleaned.get("about_headteacher", False),
            ask_draft=cleaned.get("ask_draft", False),
        )


def _way(did: str) -> Way:
    return Way.SENT if did == SENT else Way.RECEIVED


class AddToReportForm(PlainForm):
    form_token = token_field()
    words = text_field(
        "What do you want to add?", "Facts only. What you add cannot be changed.", "Write what you want to add."
    )

    button = Button.secondary("add", "Add this", data_prevent_double_click="true")
    has_cancel = False


class OutcomeForm(RevisionForm):
    # The same outcome sent twice is kept once.
    form_token = None  # type: ignore[assignment]  # Django's way to leave out a field of the class above
    outcome = choice_field(
        "What became of it?",
        StaffReport.Outcome.choices,
        required="Choose what became of it.",
        coerce=StaffReport.Outcome,
    )
    line = line_field(
        "One line for the person who reported it",
        "Thank them, and name nobody. For example, “Thank you. I have spoken to the family.”",
        "Write the line that the person who reported this will read.",
        longest=200,
    )

    button = "Tell them"
    has_cancel = False

    def __init__(self, data: QueryDict | None = None, *, report: StaffReport) -> None:
        initial = {"outcome": report.outcome, "line": report.outcome_line}
        super().__init__(data, revision=report.revision, initial=initial)


class ReportFilter(ListFilter):
    kind = ChoiceFilter(choices=Kind.choices, empty_label="Anything")
    show = ChoiceFilter(choices=[("unread", "Unread"), ("read", "Read")], empty_label="Unread and read", method="only")

    def only(self, reports: StaffReportQuerySet, name: str, value: str) -> StaffReportQuerySet:
        return reports.filter(read_at__isnull=value == "unread")
