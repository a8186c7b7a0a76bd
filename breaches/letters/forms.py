"""What pages of letters ask: the text, how it was sent, why it is withdrawn, and the code of one to check."""

import datetime as dt
from dataclasses import fields
from typing import Any, cast

from crispy_forms_gds.layout import Button, Field, Size
from django import forms
from django.http import QueryDict
from django.utils import timezone

from breaches.letters.kinds import LetterKind
from breaches.letters.text import PLACEHOLDERS, LetterText
from breaches.models import Case, Letter
from people.models import Person
from web.forms import (
    RevisionForm,
    day_field,
    day_input,
    form_layout,
    line_field,
    picked,
    short,
    text_field,
    textarea,
)
from web.submit import Revised

BODY_HINT = (
    "An empty line begins a new paragraph. A line that begins with “# ” is a heading, one that begins with “- ” a "
    "point of a list. A mark such as [reply by] becomes the day that you choose below."
)


def _line(name: str) -> Field:
    field: Field = Field.text(name, label_size=Size.SMALL)
    return field


class LetterForm(RevisionForm):
    """Everything of a letter that a person may write or choose, on one revision of it."""

    addressee = line_field("To whom is it addressed?", required="Say to whom it is addressed.")
    address = forms.CharField(
        label="Their address (optional)",
        required=False,
        max_length=500,
        widget=forms.Textarea,
        help_text="Line by line.",
    )
    salutation = line_field("How does it begin? (optional)", "For example, Dear Mrs Hughes. No comma is needed.")
    subject = line_field("What is it about?", "The heading of the letter.", required="Give the letter a heading.")
    body = text_field("What it says", BODY_HINT, required="Write what the letter says.")
    signature = forms.CharField(
        label="Who signs it?",
        help_text="The name on one line, the role on the next.",
        max_length=300,
        widget=forms.Textarea,
        error_messages={"required": "Say who signs it."},
    )
    reply_by = day_field("By when should they reply?")
    review_on = day_field("When will the school review it?")
    ends_on = day_field("When does it end?")
    outside_reason = text_field(
        "Why do you write, since the policy does not give this letter?",
        "It stays on the case and is not part of the letter.",
        required="Say why you write, since the policy does not give this letter.",
    )
    recipient = forms.ModelChoiceField(queryset=Person.objects.none(), required=False, widget=forms.HiddenInput)

    button = "Save the draft"
    has_cancel = False

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        kind: LetterKind,
        text: LetterText,
        people: list[Person],
        asks_for_reason: bool,
        today: dt.date,
        revision: int = 0,
    ) -> None:
        """`people` are those it may go to, `asks_for_reason` says that the policy does not give it."""
        self.kind, self.text, self.people = kind, text, people
        self.asks_for_reason, self.today = asks_for_reason, today
        recipient = text.recipient.pk if text.recipient else None
        super().__init__(data, revision=revision, initial=text.as_values() | {"recipient": recipient})

    def prepare(self) -> None:
        recipients = {person.pk for person in (*self.people, self.text.recipient) if person}
        self.fields["recipient"].queryset = Person.objects.filter(pk__in=recipients)  # type: ignore[attr-defined]  # a ModelChoiceField
        if not self.asks_for_reason:
            del self.fields["outside_reason"]
        if not self.kind.needs.is_barring:
            del self.fields["review_on"], self.fields["ends_on"]
        for placeholder, name in PLACEHOLDERS.items():
            if name in self.fields:
                self.fields[name].help_text = f"It stands where the text says {placeholder}."

    def parts(self) -> tuple[Field, ...]:
        layout: dict[str, Any] = {
            "recipient": "recipient",
            "outside_reason": textarea("outside_reason", rows=3),
            "addressee": _line("addressee"),
            "address": textarea("address", rows=3),
            "salutation": _line("salutation"),
            "subject": _line("subject"),
            "body": textarea("body", rows=28),
            "reply_by": day_input("reply_by"),
            "review_on": day_input("review_on"),
            "ends_on": day_input("ends_on"),
            "signature": textarea("signature", rows=2),
        }
        return tuple(part for name, part in layout.items() if name in self.fields)

    def clean(self) -> dict[str, Any]:
        """A day that is chosen anew is still to come."""
        cleaned = super().clean() or {}
        for name in PLACEHOLDERS.values():
            day = self.day(name)
            if day and day < self.today and day != getattr(self.text, name):
                self.add_error(name, "Choose a day that is still to come.")
        return cleaned

    def typed_text(self) -> LetterText:
        typed: dict[str, Any] = {field.name: self.cleaned_data.get(field.name) for field in fields(LetterText)}
        return LetterText(**typed | {"salutation": typed["salutation"].rstrip(",")})


class SendForm(RevisionForm):
    """How and when a letter was sent, and whether to record its step on the case as well."""

    way = forms.ChoiceField(
        label="How was it sent?",
        choices=Letter.Way.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it was sent."},
    )
    sent_on = day_field(
        "On what day was it sent?", "Not before it was produced, and not in the future.", required="Enter the day."
    )
    note = line_field("Anything to remember of it? (optional)", "For example, a proof of postage.", longest=200)
    record_step = forms.BooleanField(required=False)
    follow_up_on = day_field("When will you come back to it?", "It is on the list of what to do on that day.")
    case_revision = forms.IntegerField(widget=forms.HiddenInput)

    button = "Record that it was sent"
    has_cancel = False

    def __init__(self, data: QueryDict | None = None, *, letter: Letter, offer: str, now: dt.datetime) -> None:
        """`offer` says what recording the step means; without it there is nothing to record."""
        self.offer, self.today = offer, timezone.localdate(now)
        initial = {
            "sent_on": self.today,
            "follow_up_on": letter.reply_by if letter.reply_by and letter.reply_by >= self.today else None,
            "case_revision": letter.case.revision,
        }
        super().__init__(data, revision=letter.revision, read_at=now, initial=initial)

    def prepare(self) -> None:
        if self.offer:
            self.fields["record_step"].label = self.offer
        else:
            del self.fields["record_step"], self.fields["follow_up_on"]

    def parts(self) -> tuple[Field, ...]:
        step = (Field.checkbox("record_step"), day_input("follow_up_on")) if self.offer else ()
        way = Field.radios("way", legend_size=Size.SMALL, small=True)
        return ("case_revision", way, day_input("sent_on"), _line("note"), *step)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        follow_up_on = self.day("follow_up_on")
        if follow_up_on and follow_up_on < self.today:
            self.add_error("follow_up_on", "The day to come back to it must be today or later.")
        return cleaned

    def take_stored(self, stored: Revised) -> None:
        """The letter may have changed, or the case that the step is recorded on."""
        letter_revision = self.data["revision"]
        super().take_stored(stored)
        if isinstance(stored, Case):
            typed = cast("QueryDict", self.data)
            typed["revision"], typed["case_revision"] = letter_revision, str(stored.revision)


class WithdrawForm(RevisionForm):
    why = text_field("Why is it withdrawn?", "The letter and the reason stay on the case.", required="Say why.")

    button = Button.warning("withdraw", "Withdraw the letter", data_prevent_double_click="true")
    has_cancel = False

    def parts(self) -> tuple[Field, ...]:
        return (textarea("why"),)


class VerifyForm(forms.Form):
    """The code on a letter, and, if somebody has one, the file that they were sent."""

    code = line_field(
        "The code on the letter",
        "It stands at the end, in three groups of four. For example, K7QM-3XDR-9WPH.",
        required="Enter the code on the letter.",
        longest=40,
    )
    file = forms.FileField(
        label="The PDF that you were sent (optional)",
        help_text="It is compared with the one the school produced, and not kept.",
        required=False,
        max_length=200,
        allow_empty_file=True,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        button = Button.primary("check", "Check the letter")
        self.helper = form_layout(short("code"), picked("file"), button=button, has_cancel=False)
