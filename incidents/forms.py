"""What the pages of logging an incident ask."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Div, Field, Fluid, Layout, Size
from django import forms
from django.utils.text import slugify

from incidents.journey import FIELDS, Page
from incidents.models import Incident, Involvement
from incidents.services.drafts import faults_in_days
from people.models import Capacity, Person
from policies.rules import wording
from policies.rules.words import Finding
from web.forms import day_field, hinted, text_field

TIMES = ["%H:%M", "%H.%M", "%H:%M:%S", "%I:%M%p", "%I.%M%p", "%I:%M %p", "%I.%M %p", "%I%p", "%I %p"]


def save_buttons() -> Div:
    """Go on to the next page, or keep the page as it is for now."""
    return Div(
        Button.primary("continue", "Save and continue", data_prevent_double_click="true"),
        Button.secondary("later", "Save and come back later", data_prevent_double_click="true"),
        css_class="rung-actions",
    )


class AnswersForm(forms.Form):
    """One page of a draft. With `partial` nothing is required: what is there is kept for later."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, now: dt.datetime, draft: Incident, partial: bool = False, **kwargs: Any) -> None:
        """`now` is the local time of the school, against which days are checked."""
        super().__init__(*args, **kwargs)
        self.now, self.draft = now, draft
        if partial:
            for name in self.fields.keys() - {"revision"}:
                self.fields[name].required = False
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout("revision", *self.parts(), save_buttons())

    def parts(self) -> tuple[Field, ...]:
        """How the fields of the page are laid out."""
        raise NotImplementedError


class WhenForm(AnswersForm):
    """When it happened, and when the school knew."""

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
        widget=forms.TimeInput(format="%H:%M"),
        error_messages={"invalid": "Enter a time, such as 21:14 or 9:14pm."},
    )
    known_on = day_field(
        "On what day did the school know?",
        "The day somebody at the school first saw it or was told.",
        "Enter the day the school knew.",
    )

    def parts(self) -> tuple[Field, ...]:
        """Two days and a time."""
        return (
            Field.text("happened_on", label_size=Size.SMALL, field_width=10),
            # The pack knows no time input, so its class is named here.
            Field(
                "happened_at_time",
                css_class="govuk-input govuk-input--width-5",
                context={"label_size": Size.for_label(Size.SMALL)},
            ),
            Field.text("known_on", label_size=Size.SMALL, field_width=10),
        )

    def clean(self) -> dict[str, Any]:
        """Days that have been, in their order."""
        said = super().clean() or {}
        faults = faults_in_days(
            happened_on=said.get("happened_on"),
            at_time=said.get("happened_at_time"),
            known_on=said.get("known_on"),
            now=self.now,
        )
        for field, sentence in faults.items():
            self.add_error(field, sentence)
        return said


class WhereForm(AnswersForm):
    """On what platform, in whose account, and who can see it."""

    platform = forms.ChoiceField(
        label="Where was it posted or done?",
        choices=Incident.Platform.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose where it was posted or done."},
    )
    platform_name = forms.CharField(
        label="What is that place called?",
        help_text="Only if you chose “Somewhere else”. For example, a local news site.",
        max_length=80,
        required=False,
    )
    account = forms.CharField(
        label="In which account, page or group? (optional)",
        help_text="The name it goes by there.",
        max_length=120,
        required=False,
    )
    address = forms.CharField(
        label="What is its web address? (optional)",
        help_text="Copy it from the browser or from “Share”.",
        max_length=500,
        required=False,
    )
    audience = forms.ChoiceField(
        label="Who can see it?",
        help_text="If it was not on a platform, leave this out.",
        choices=Incident.Audience.choices,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"required": "Choose who can see it, or “Not known”."},
    )

    def parts(self) -> tuple[Field, ...]:
        """The platform, then where on it."""
        return (
            Field.radios("platform", legend_size=Size.SMALL, small=True),
            Field.text("platform_name", label_size=Size.SMALL, field_width=Fluid.TWO_THIRDS),
            Field.text("account", label_size=Size.SMALL, field_width=Fluid.TWO_THIRDS),
            Field.text("address", label_size=Size.SMALL),
            Field.radios("audience", legend_size=Size.SMALL, small=True),
        )

    def clean(self) -> dict[str, Any]:
        """A place that is none of the listed has a name; what is on a platform has an audience."""
        said = super().clean() or {}
        platform = said.get("platform")
        if platform != Incident.Platform.OTHER:
            said["platform_name"] = ""
        elif not said.get("platform_name") and self.fields["platform"].required:
            self.add_error("platform_name", "Enter what the place is called.")
        online = platform and platform != Incident.Platform.NOT_ONLINE
        if online and "audience" in said and not said["audience"] and self.fields["platform"].required:
            self.add_error("audience", "Choose who can see it, or “Not known”.")
        return said


class WhatForm(AnswersForm):
    """What was posted or done, the facts apart from anybody's opinion of them."""

    title = forms.CharField(
        label="A short title",
        help_text="To find it again. Leave names out. For example, “Facebook post about the Year 4 trip”.",
        max_length=120,
        error_messages={"required": "Enter a short title."},
    )
    facts = text_field(
        "What was posted or done?",
        "Facts only: what anybody could see or hear, word for word where you can.",
        "Enter what was posted or done.",
    )
    opinion = text_field("What do you make of it? (optional)", "Your opinion, kept apart from the facts.")

    def parts(self) -> tuple[Field, ...]:
        """A title, the facts, then the opinion."""
        return (
            Field.text("title", label_size=Size.SMALL),
            Field.textarea("facts", label_size=Size.SMALL, rows=10),
            Field.textarea("opinion", label_size=Size.SMALL, rows=5),
        )


FORMS: dict[Page, type[AnswersForm]] = {Page.WHEN: WhenForm, Page.WHERE: WhereForm, Page.WHAT: WhatForm}


def answers_in(draft: Incident, page: Page) -> dict[str, Any]:
    """What the draft says on this page, as a form shows it."""
    return {field: getattr(draft, field) for field in FIELDS[page]} | {"revision": draft.revision}


PART_HINTS = {
    Involvement.Part.SUBJECT: "There will be one case for each person you choose this for.",
    Involvement.Part.AFFECTED: "It is about them, or was done to them. They see nothing of this in Rung.",
    Involvement.Part.WITNESS: "",
    Involvement.Part.REPORTER: "",
}


def part_field() -> forms.ChoiceField:
    """The one part somebody had."""
    return forms.ChoiceField(
        label="What was their part?",
        help_text="Each person has one part. Somebody who only saw it is not affected by it.",
        choices=[hinted(part.value, part.label, PART_HINTS[part]) for part in Involvement.Part],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose their part."},
    )


def capacity_field() -> forms.ChoiceField:
    """The one capacity they had in it."""
    return forms.ChoiceField(
        label="In what capacity?",
        help_text="For the person who did it, this is what they are judged as. Somebody may be both a parent and "
        "staff: you choose which of the two this was. Rung does not.",
        choices=Capacity.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose their capacity."},
    )


def standings(person: Person) -> str:
    """What the register says a person is, such as "parent or carer, governor"."""
    said = [
        f"{one.get_capacity_display()} ({one.title})" if one.title else str(one) for one in person.capacities.all()
    ]
    return ", ".join(said) or "No capacity in the register"


class ChoosePersonForm(forms.Form):
    """One of the people a search found, their part and their capacity."""

    q = forms.CharField(widget=forms.HiddenInput, required=False)
    person = forms.TypedChoiceField(
        label="Who is it?",
        widget=forms.RadioSelect,
        coerce=int,
        error_messages={"required": "Choose who it is.", "invalid_choice": "Choose one of the people found."},
    )
    part = part_field()
    capacity = capacity_field()

    def __init__(self, *args: Any, found: Iterable[Person], **kwargs: Any) -> None:
        """`found` is whom the search found, their capacities fetched with them."""
        super().__init__(*args, **kwargs)
        self.found = {person.pk: person for person in found}
        choices = [hinted(str(person.pk), person.name, standings(person)) for person in self.found.values()]
        self.fields["person"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField, whatever the stubs say
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout(
            "q",
            Field.radios("person", legend_size=Size.SMALL, small=True),
            Field.radios("part", legend_size=Size.SMALL, small=True),
            Field.radios("capacity", legend_size=Size.SMALL, small=True),
            Button.primary("add", "Add this person", data_prevent_double_click="true"),
        )

    def chosen(self) -> Person:
        """The person chosen in a valid form."""
        return self.found[self.cleaned_data["person"]]


class NewPersonForm(forms.Form):
    """Somebody the register does not have yet, their part and their capacity."""

    name = forms.CharField(
        label="Full name",
        help_text="The whole name, no initials. If nobody knows it, describe them: “unknown account ‘Dad of 3’”.",
        max_length=150,
        error_messages={"required": "Enter their name."},
    )
    title = forms.CharField(
        label="What they do, or whose parent they are (optional)",
        help_text="For example, lunchtime supervisor.",
        max_length=80,
        required=False,
    )
    part = part_field()
    capacity = capacity_field()
    another_of_this_name = forms.BooleanField(label="This is a different person of the same name", required=False)

    def __init__(self, *args: Any, name_taken: bool = False, **kwargs: Any) -> None:
        """`name_taken` also asks whether this is a different person of the same name."""
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout(
            Field.text("name", label_size=Size.SMALL),
            *([Field.checkbox("another_of_this_name")] if name_taken else []),
            Field.text("title", label_size=Size.SMALL),
            Field.radios("part", legend_size=Size.SMALL, small=True),
            Field.radios("capacity", legend_size=Size.SMALL, small=True),
            Button.primary("add", "Add this person", data_prevent_double_click="true"),
        )


def field_name(heading: str) -> str:
    """The form's field for the findings under this heading."""
    return slugify(heading).replace("-", "_")


def findings_by_heading() -> dict[str, list[Finding]]:
    """Every finding, under the heading that pages show it under."""
    grouped: dict[str, list[Finding]] = {}
    for finding, meaning in wording.FINDINGS.items():
        grouped.setdefault(meaning.heading, []).append(finding)
    return grouped


class FindingsForm(forms.Form):
    """One set of boxes for each heading, and the reason that `other_breach` must have."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    other_reason = forms.CharField(
        label="If you chose “Something else”, what is it, and why do you find it?",
        help_text="Name the part of the policy, or its spirit, that it goes against.",
        required=False,
        max_length=5_000,
        widget=forms.Textarea,
    )

    def __init__(self, *args: Any, partial: bool = False, **kwargs: Any) -> None:
        """With `partial` no finding need be chosen yet."""
        super().__init__(*args, **kwargs)
        self.partial = partial
        for heading, findings in findings_by_heading().items():
            self.fields[field_name(heading)] = forms.MultipleChoiceField(
                label=heading,
                required=False,
                choices=[_as_choice(finding) for finding in findings],
                widget=forms.CheckboxSelectMultiple,
            )
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout(
            "revision",
            *[Field.checkboxes(name, legend_size=Size.MEDIUM, legend_tag="h2", small=True) for name in self.groups()],
            Field.textarea("other_reason", label_size=Size.SMALL, rows=4),
            save_buttons(),
        )

    def groups(self) -> list[str]:
        """The names of the fields that hold findings."""
        return [field_name(heading) for heading in findings_by_heading()]

    def chosen(self) -> dict[Finding, str]:
        """The findings chosen, in the order of the vocabulary, each with its reason or none."""
        ticked = {Finding(value) for name in self.groups() for value in self.cleaned_data.get(name, [])}
        reason = self.cleaned_data.get("other_reason", "")
        return {one: reason if one is Finding.OTHER_BREACH else "" for one in Finding if one in ticked}

    def clean(self) -> dict[str, Any]:
        """At least one finding, and a reason where only a person can give it."""
        said = super().clean() or {}
        chosen = self.chosen()
        if not chosen and not self.partial:
            self.add_error(self.groups()[0], "Choose at least one finding.")
        if Finding.OTHER_BREACH in chosen and not chosen[Finding.OTHER_BREACH]:
            self.add_error("other_reason", "Say what the other breach is and why you find it.")
        return said


def findings_in(draft: Incident) -> Mapping[str, Any]:
    """The draft's findings, as the form shows them."""
    reasons = {Finding(one.finding): one.reason for one in draft.findings.all()}
    ticked = {
        field_name(heading): [finding.value for finding in findings if finding in reasons]
        for heading, findings in findings_by_heading().items()
    }
    return {**ticked, "other_reason": reasons.get(Finding.OTHER_BREACH, ""), "revision": draft.revision}


def _as_choice(finding: Finding) -> tuple[str, str]:
    meaning = wording.FINDINGS[finding]
    return hinted(finding.value, meaning.name, meaning.means)


class EvidenceForm(forms.Form):
    """A file and what it shows. The service says whether it can be kept."""

    title = forms.CharField(
        label="What does the file show?",
        help_text="For example, “Screenshot of the post, 9 November”.",
        max_length=120,
        error_messages={"required": "Enter what the file shows."},
    )
    file = forms.FileField(
        label="Choose a file",
        help_text="An image (JPEG, PNG, GIF, WebP or HEIC) or a PDF, up to 20 MB.",
        # An empty file gets the service's own sentence.
        allow_empty_file=True,
        error_messages={"required": "Choose a file."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout(
            Field.text("title", label_size=Size.SMALL),
            Field("file", context={"label_size": Size.for_label(Size.SMALL)}),
            Button.secondary("add", "Add this file", data_prevent_double_click="true"),
        )


class StepBackForm(forms.Form):
    """Why somebody steps back."""

    why = forms.CharField(
        label="Why are you stepping back?",
        help_text="For example, “The parent is a close friend”. This goes on record.",
        widget=forms.Textarea,
        error_messages={"required": "Say why you are stepping back."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(Field.textarea("why", label_size=Size.SMALL, rows=4))
