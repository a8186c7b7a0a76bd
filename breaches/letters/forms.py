"""What pages of letters ask: the text, how it was sent, why it is withdrawn, and the code of one to check."""

import datetime as dt
from dataclasses import fields
from typing import Any, cast

from crispy_forms_gds.layout import Button, Fixed
from django import forms
from django.http import QueryDict
from django.utils import timezone

from breaches.letters.kinds import LetterKind
from breaches.letters.text import PLACEHOLDERS, LetterText
from breaches.models import Case, Letter
from people.models import Person
from web.forms import PlainForm, RevisionForm, choice_field, day_field, line_field, text_field
from web.submit import Revised

BODY_HINT = (
    "An empty line begins a new paragraph. A line that begins with “# ” is a heading, one that begins with “- ” a "
    "point of a list. A mark such as [reply by] becomes the day that you choose below."
)


class LetterForm(RevisionForm):
    outside_reason = text_field(
        "Why do you write, since the policy does not give this letter?",
        "It stays on the case and is not part of the letter.",
        "Say why you write, since the policy does not give this letter.",
        rows=3,
    )
    addressee = line_field("To whom is it addressed?", required="Say to whom it is addressed.")
    address = text_field("Their address (optional)", "Line by line.", longest=500, rows=3)
    salutation = line_field("How does it begin? (optional)", "For example, Dear Mrs Hughes. No comma is needed.")
    subject = line_field("What is it about?", "The heading of the letter.", required="Give the letter a heading.")
    body = text_field("What it says", BODY_HINT, "Write what the letter says.", rows=28)
    reply_by = day_field("By when should they reply?")
    review_on = day_field("When will the school review it?")
    ends_on = day_field("When does it end?")
    signature = text_field(
        "Who signs it?", "The name on one line, the role on the next.", "Say who signs it.", longest=300, rows=2
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
        recipients: list[Person],
        asks_for_reason: bool,
        today: dt.date,
        revision: int = 0,
    ) -> None:
        self.kind, self.text, self.recipients = kind, text, recipients
        self.asks_for_reason, self.today = asks_for_reason, today
        recipient = text.recipient.pk if text.recipient else None
        super().__init__(data, revision=revision, initial=text.as_values() | {"recipient": recipient})

    def prepare(self) -> None:
        keys = {person.pk for person in (*self.recipients, self.text.recipient) if person}
        self.fields["recipient"].queryset = Person.objects.filter(pk__in=keys)  # type: ignore[attr-defined]  # a ModelChoiceField
        if not self.asks_for_reason:
            del self.fields["outside_reason"]
        if not self.kind.needs.is_barring:
            del self.fields["review_on"], self.fields["ends_on"]
        for placeholder, name in PLACEHOLDERS.items():
            if name in self.fields:
                self.fields[name].help_text = f"It stands where the text says {placeholder}."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in PLACEHOLDERS.values():
            day = self.day(name)
            if day and day < self.today and day != getattr(self.text, name):
                self.add_error(name, "Choose a day that is still to come.")
        return cleaned

    def values(self) -> dict[str, Any]:
        """What draft_letter takes."""
        reason, token = self.cleaned_data.get("outside_reason", ""), self.cleaned_data["form_token"]
        return {"text": self.typed_text(), "outside_reason": reason, "form_token": token}

    def typed_text(self) -> LetterText:
        typed: dict[str, Any] = {field.name: self.cleaned_data.get(field.name) for field in fields(LetterText)}
        return LetterText(**typed | {"salutation": typed["salutation"].rstrip(",")})


class SendForm(RevisionForm):
    way = choice_field("How was it sent?", Letter.Way.choices, required="Choose how it was sent.", coerce=Letter.Way)
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


class VerifyForm(PlainForm):
    code = line_field(
        "The code on the letter",
        "It stands at the end, in three groups of four. For example, K7QM-3XDR-9WPH.",
        required="Enter the code on the letter.",
        longest=40,
        width=Fixed.TWENTY,
    )
    file = forms.FileField(
        label="The PDF that you were sent (optional)",
        help_text="It is compared with the one the school produced, and not kept.",
        required=False,
        max_length=200,
        allow_empty_file=True,
    )

    button = Button.primary("check", "Check the letter")
    has_cancel = False
