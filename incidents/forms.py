"""What the pages of incidents ask: those of the journey in its order, stepping back, and how the list is narrowed."""

import datetime as dt
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Div, Field, Fluid, Layout, Size
from django import forms
from django.http import QueryDict
from django.utils.text import slugify
from django_filters.filters import ChoiceFilter

from incidents.journey import FIELDS, Page
from incidents.models import Incident, Involvement
from incidents.querysets import IncidentQuerySet
from incidents.services.drafts import find_faulty_days
from people.models import Capacity, Person
from policies.rules.vocabulary import WordKind
from policies.rules.wordings import Wordings
from policies.rules.words import Finding, Party, sort_words
from web.forms import PlainForm, RevisionForm, choice_field, day_field, hinted, line_field, text_field
from web.paging import ListFilter

TIMES = ["%H:%M", "%H.%M", "%H:%M:%S", "%I:%M%p", "%I.%M%p", "%I:%M %p", "%I.%M %p", "%I%p", "%I %p"]


class PageForm(RevisionForm):
    """One page of a draft. With `is_partial` nothing is required: what is there is kept for later."""

    button = Div(
        Button.primary("continue", "Save and continue", data_prevent_double_click="true"),
        Button.secondary("later", "Save and come back later", data_prevent_double_click="true"),
        css_class="rung-actions",
    )
    has_cancel = False

    def __init__(
        self, data: QueryDict | None = None, *, draft: Incident, now: dt.datetime, initial: dict[str, Any]
    ) -> None:
        """`now` is the local time of the school, against which days are checked."""
        self.now = now
        self.is_partial = data is not None and "later" in data
        super().__init__(data, revision=draft.revision, initial=initial)

    def prepare(self) -> None:
        # A page saved twice over changes nothing the second time.
        del self.fields["form_token"]
        if self.is_partial:
            for name in self.fields.keys() - {"revision"}:
                self.fields[name].required = False


class WhenForm(PageForm):
    happened_on = day_field(
        "On what day did it happen?",
        "The day it was posted or done. The policy in force on that day is the one that counts.",
        "Enter the day it happened.",
    )
    happened_at_time = forms.TimeField(
        label="At what time? (optional)",
        help_text="For example, 21:14",
        required=False,
        input_formats=TIMES,
        # The pack knows no time input, so its class is named here.
        widget=forms.TimeInput(attrs={"class": "govuk-input govuk-input--width-5"}, format="%H:%M"),
        error_messages={"invalid": "Enter a time, such as 21:14 or 9:14pm."},
    )
    known_on = day_field(
        "On what day did the school know?",
        "The day somebody at the school first saw it or was told.",
        "Enter the day the school knew.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        faults = find_faulty_days(
            happened_on=cleaned.get("happened_on"),
            at_time=cleaned.get("happened_at_time"),
            known_on=cleaned.get("known_on"),
            now=self.now,
        )
        for field, sentence in faults.items():
            self.add_error(field, sentence)
        return cleaned


class WhereForm(PageForm):
    platform = choice_field(
        "Where was it posted or done?", Incident.Platform.choices, required="Choose where it was posted or done."
    )
    platform_name = line_field(
        "What is that place called?",
        "Only if you chose “Somewhere else”. For example, a local news site.",
        longest=80,
        width=Fluid.TWO_THIRDS,
    )
    account = line_field(
        "In which account, page or group? (optional)",
        "The name it goes by there.",
        longest=120,
        width=Fluid.TWO_THIRDS,
    )
    address = line_field(
        "What is its web address? (optional)", "Copy it from the browser or from “Share”.", longest=500
    )
    audience = choice_field(
        "Who can see it?", Incident.Audience.choices, "If it was not on a platform, leave this out."
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        platform = cleaned.get("platform")
        if platform != Incident.Platform.OTHER:
            cleaned["platform_name"] = ""
        elif not cleaned.get("platform_name") and self.fields["platform"].required:
            self.add_error("platform_name", "Enter what the place is called.")
        online = platform and platform != Incident.Platform.NOT_ONLINE
        if online and "audience" in cleaned and not cleaned["audience"] and self.fields["platform"].required:
            self.add_error("audience", "Choose who can see it, or “Not known”.")
        return cleaned


class WhatForm(PageForm):
    title = line_field(
        "A short title",
        "To find it again. Leave names out. For example, “Facebook post about the Year 4 trip”.",
        "Enter a short title.",
        longest=120,
    )
    facts = text_field(
        "What was posted or done?",
        "Facts only: what anybody could see or hear, word for word where you can.",
        "Enter what was posted or done.",
        rows=10,
    )
    opinion = text_field("What do you make of it? (optional)", "Your opinion, kept apart from the facts.", rows=5)


FORMS: dict[Page, type[PageForm]] = {Page.WHEN: WhenForm, Page.WHERE: WhereForm, Page.WHAT: WhatForm}


def read_answers(draft: Incident, page: Page) -> dict[str, Any]:
    return {field: getattr(draft, field) for field in FIELDS[page]}


PART_HINTS = {
    Involvement.Part.SUBJECT: "There will be one case for each person you choose this for.",
    Involvement.Part.AFFECTED: "It is about them, or was done to them. They see nothing of this in Rung.",
    Involvement.Part.WITNESS: "",
    Involvement.Part.REPORTER: "",
}


def make_part_field() -> forms.TypedChoiceField:
    return choice_field(
        "What was their part?",
        [hinted(part.value, part.label, PART_HINTS[part]) for part in Involvement.Part],
        "Each person has one part. Somebody who only saw it is not affected by it.",
        "Choose their part.",
        coerce=Involvement.Part,
    )


def make_capacity_field() -> forms.TypedChoiceField:
    return choice_field(
        "In what capacity?",
        Capacity.choices,
        "For the person who did it, this is what they are judged as. Somebody may be both a parent and staff: you "
        "choose which of the two this was. Rung does not.",
        "Choose their capacity.",
    )


def offer_own_capacities(form: PlainForm, wordings: Wordings) -> None:
    """Offer the capacities that the policy declares beside those that every school has."""
    own = [
        hinted(row.word, wordings.parties[Party(row.word)].title, row.means)
        for row in wordings.vocabulary.own
        if row.kind == WordKind.PARTY
    ]
    form.fields["capacity"].choices = [*Capacity.choices, *own]  # type: ignore[attr-defined]  # a ChoiceField


def describe_capacities(person: Person) -> str:
    """What the register says a person is, such as "parent or carer, governor"."""
    capacities = [
        f"{capacity.get_capacity_display()} ({capacity.title})" if capacity.title else str(capacity)
        for capacity in person.capacities.all()
    ]
    return ", ".join(capacities) or "No capacity in the register"


class ChoosePersonForm(PlainForm):
    q = forms.CharField(widget=forms.HiddenInput, required=False)
    person = choice_field(
        "Who is it?", required="Choose who it is.", coerce=int, invalid_choice="Choose one of the people found."
    )
    part = make_part_field()
    capacity = make_capacity_field()

    button = "Add this person"
    has_cancel = False

    def __init__(self, *args: Any, matches: Iterable[Person], wordings: Wordings, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_own_capacities(self, wordings)
        self.matches = {person.pk: person for person in matches}
        choices = [
            hinted(str(person.pk), person.name, describe_capacities(person)) for person in self.matches.values()
        ]
        self.fields["person"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField, whatever the stubs say

    def clean_person(self) -> Person:
        return self.matches[self.cleaned_data["person"]]


class NewPersonForm(PlainForm):
    name = line_field(
        "Full name",
        "The whole name, no initials. If nobody knows it, describe them: “unknown account ‘Dad of 3’”.",
        "Enter their name.",
    )
    another_of_this_name = forms.BooleanField(label="This is a different person of the same name", required=False)
    title = line_field(
        "What they do, or whose parent they are (optional)", "For example, lunchtime supervisor.", longest=80
    )
    part = make_part_field()
    capacity = make_capacity_field()

    button = "Add this person"
    has_cancel = False

    def __init__(self, *args: Any, wordings: Wordings, **kwargs: Any) -> None:
        """Set `asks_for_another` once the name was refused as one that the register has."""
        super().__init__(*args, **kwargs)
        offer_own_capacities(self, wordings)
        self.asks_for_another = "another_of_this_name" in self.data

    def parts(self) -> list[Field]:
        names = [name for name in self.fields if name != "another_of_this_name" or self.asks_for_another]
        return [self.layout_of(name) for name in names]


def make_field_name(heading: str) -> str:
    return slugify(heading).replace("-", "_")


def group_findings(wordings: Wordings) -> dict[str, list[Finding]]:
    grouped: dict[str, list[Finding]] = {}
    for finding, meaning in wordings.findings.items():
        grouped.setdefault(meaning.heading, []).append(finding)
    return grouped


class FindingsForm(PageForm):
    """One set of boxes for each heading, and the reason that `other_breach` must have."""

    other_reason = text_field(
        "If you chose “Something else”, what is it, and why do you find it?",
        "Name the part of the policy, or its spirit, that it goes against.",
        longest=5_000,
    )

    def __init__(self, *args: Any, wordings: Wordings, **kwargs: Any) -> None:
        self.wordings = wordings
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        super().prepare()
        for heading, findings in group_findings(self.wordings).items():
            self.fields[make_field_name(heading)] = forms.MultipleChoiceField(
                label=heading,
                required=False,
                choices=[_offer(finding, self.wordings) for finding in findings],
                widget=forms.CheckboxSelectMultiple,
            )

    def parts(self) -> tuple[Field, ...]:
        boxes = [
            Field.checkboxes(name, legend_size=Size.MEDIUM, legend_tag="h2", small=True) for name in self.groups()
        ]
        return (*boxes, self.layout_of("other_reason"))

    def groups(self) -> list[str]:
        return [make_field_name(heading) for heading in group_findings(self.wordings)]

    def reasons(self) -> dict[Finding, str]:
        ticked = {Finding(value) for name in self.groups() for value in self.cleaned_data.get(name, [])}
        reason = self.cleaned_data.get("other_reason", "")
        return {finding: reason if finding == Finding.OTHER_BREACH else "" for finding in sort_words(ticked)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        reasons = self.reasons()
        if not reasons and not self.is_partial:
            self.add_error(self.groups()[0], "Choose at least one finding.")
        if Finding.OTHER_BREACH in reasons and not reasons[Finding.OTHER_BREACH]:
            self.add_error("other_reason", "Say what the other breach is and why you find it.")
        return cleaned


def read_findings(draft: Incident, wordings: Wordings) -> dict[str, Any]:
    reasons = {Finding(row.finding): row.reason for row in draft.findings.all()}
    ticked: dict[str, Any] = {
        make_field_name(heading): [finding.value for finding in findings if finding in reasons]
        for heading, findings in group_findings(wordings).items()
    }
    return {**ticked, "other_reason": reasons.get(Finding.OTHER_BREACH, "")}


def _offer(finding: Finding, wordings: Wordings) -> tuple[str, str]:
    meaning = wordings.findings[finding]
    return hinted(finding.value, meaning.name, meaning.means)


class EvidenceForm(PlainForm):
    """A file and what it shows. The service says whether it can be kept."""

    title = line_field(
        "What does the file show?",
        "For example, “Screenshot of the post, 9 November”.",
        "Enter what the file shows.",
        longest=120,
    )
    file = forms.FileField(
        label="Choose a file",
        help_text="An image (JPEG, PNG, GIF, WebP or HEIC) or a PDF, up to 20 MB.",
        # An empty file gets the service's own sentence.
        allow_empty_file=True,
        error_messages={"required": "Choose a file."},
    )

    button = Button.secondary("add", "Add this file", data_prevent_double_click="true")
    has_cancel = False


class StepBackForm(PlainForm):
    why = text_field(
        "Why are you stepping back?",
        "For example, “The parent is a close friend”. This goes on record.",
        "Say why you are stepping back.",
    )

    @cached_property
    def helper(self) -> FormHelper:
        """Its field alone: the page has the button, and what it does."""
        helper = FormHelper()
        helper.form_tag = False
        helper.layout = Layout(*self.parts())
        return helper


class IncidentFilter(ListFilter):
    show = ChoiceFilter(
        choices=[("without-a-case", "Logged, without a case"), ("drafts", "Your drafts")],
        empty_label="All",
        method="only",
    )

    def only(self, incidents: IncidentQuerySet, name: str, value: str) -> IncidentQuerySet:
        return incidents.drafts() if value == "drafts" else incidents.without_a_case()
