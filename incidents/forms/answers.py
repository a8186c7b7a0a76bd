"""The pages that fill in the incident itself: when, where, what."""

import datetime as dt
from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Div, Field, Fluid, Layout, Size
from django import forms

from incidents.days import faults_in_days
from incidents.models import Incident
from incidents.pages import FIELDS, Page
from web.forms import day_field, text_field

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
