"""Forms of a letter: its text, how it was sent, why it is withdrawn, and the code of one to check."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Layout, Size
from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from breaches.letters.kinds import NEEDS, Kind
from breaches.letters.text import ENDS_ON, REPLY_BY, REVIEW_ON, LetterText
from breaches.models import Letter
from people.models import Person
from web.forms import day_field, day_input, line_field, text_field, textarea

DAYS = {
    "reply_by": ("By when should they reply?", REPLY_BY),
    "review_on": ("When will the school review it?", REVIEW_ON),
    "ends_on": ("When does it end?", ENDS_ON),
}
BODY_HINT = (
    "An empty line begins a new paragraph. A line that begins with “# ” is a heading, one that begins with “- ” a "
    "point of a list. A mark such as [reply by] becomes the day that you choose below."
)


def lay_out(form: forms.Form, *parts: Any) -> FormHelper:
    """A helper with these parts in order, which leaves checking to the server."""
    helper = FormHelper(form)
    helper.attrs = {"novalidate": ""}
    helper.layout = Layout(*parts)
    return helper


class LetterForm(forms.Form):
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
    reply_by = day_field(DAYS["reply_by"][0], "")
    review_on = day_field(DAYS["review_on"][0], "")
    ends_on = day_field(DAYS["ends_on"][0], "")
    outside_reason = text_field(
        "Why do you write, since the policy does not give this letter?",
        "It stays on the case and is not part of the letter.",
        required="Say why you write, since the policy does not give this letter.",
    )
    recipient = forms.ModelChoiceField(queryset=Person.objects.none(), required=False, widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput)
    form_token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        kind: Kind,
        text: LetterText,
        people: list[Person],
        asks_for_reason: bool,
        revision: int,
        today: dt.date,
    ) -> None:
        """`people` are those it may go to, `asks_for_reason` says that the policy does not give it."""
        shown = text.as_values() | {"revision": revision, "form_token": uuid.uuid4()}
        shown["recipient"] = text.recipient.pk if text.recipient else None
        super().__init__(data, initial=shown)
        self.text, self.today = text, today
        among = [one.pk for one in people] + ([text.recipient.pk] if text.recipient else [])
        self.fields["recipient"].queryset = Person.objects.filter(pk__in=among)  # type: ignore[attr-defined]  # a ModelChoiceField
        if not asks_for_reason:
            del self.fields["outside_reason"]
        if not NEEDS[kind].is_barring:
            del self.fields["review_on"], self.fields["ends_on"]
        for name, (_, mark) in DAYS.items():
            if name in self.fields:
                self.fields[name].help_text = f"It stands where the text says {mark}."
        self.helper = lay_out(self, *self._parts())

    def _parts(self) -> list[Any]:
        layout = {
            "recipient": "recipient",
            "revision": "revision",
            "form_token": "form_token",
            "outside_reason": textarea("outside_reason", rows=3),
            "addressee": Field.text("addressee", label_size=Size.SMALL),
            "address": textarea("address", rows=3),
            "salutation": Field.text("salutation", label_size=Size.SMALL),
            "subject": Field.text("subject", label_size=Size.SMALL),
            "body": textarea("body", rows=28),
            "reply_by": day_input("reply_by"),
            "review_on": day_input("review_on"),
            "ends_on": day_input("ends_on"),
            "signature": textarea("signature", rows=2),
        }
        button = Button.primary("save", "Save the draft", data_prevent_double_click="true")
        return [*(part for name, part in layout.items() if name in self.fields), button]

    def clean(self) -> dict[str, Any]:
        """A day that is chosen anew is still to come."""
        said = super().clean() or {}
        for name in DAYS:
            day: dt.date | None = said.get(name)
            if day and day < self.today and day != getattr(self.text, name):
                self.add_error(name, "Choose a day that is still to come.")
        return said

    def written(self) -> LetterText:
        """What was typed."""
        said = self.cleaned_data
        return LetterText(
            recipient=said["recipient"],
            addressee=said["addressee"],
            address=said["address"],
            salutation=said["salutation"].rstrip(","),
            subject=said["subject"],
            body=said["body"],
            signature=said["signature"],
            reply_by=said["reply_by"],
            review_on=said.get("review_on"),
            ends_on=said.get("ends_on"),
        )

    def take_revision(self, revision: int) -> None:
        """Carry the revision as it is now, so that what was typed may be saved after reading what is stored."""
        typed = QueryDict(mutable=True)
        if isinstance(self.data, MultiValueDict):
            typed.update(self.data)
        typed["revision"] = str(revision)
        self.data = typed


class SendForm(forms.Form):
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
    revision = forms.IntegerField(widget=forms.HiddenInput)
    case_revision = forms.IntegerField(widget=forms.HiddenInput)
    form_token = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, letter: Letter, offer: str, today: dt.date) -> None:
        """`offer` says what recording the step means; without it there is nothing to record."""
        shown = {
            "sent_on": today,
            "follow_up_on": letter.reply_by if letter.reply_by and letter.reply_by >= today else None,
            "revision": letter.revision,
            "case_revision": letter.case.revision,
            "form_token": uuid.uuid4(),
        }
        super().__init__(data, initial=shown)
        self.letter, self.today = letter, today
        parts: list[Any] = [
            "revision",
            "case_revision",
            "form_token",
            Field.radios("way", legend_size=Size.SMALL, small=True),
            day_input("sent_on"),
            Field.text("note", label_size=Size.SMALL),
        ]
        if offer:
            self.fields["record_step"].label = offer
            parts += [Field.checkbox("record_step"), day_input("follow_up_on")]
        else:
            del self.fields["record_step"], self.fields["follow_up_on"]
        self.helper = lay_out(
            self, *parts, Button.primary("send", "Record that it was sent", data_prevent_double_click="true")
        )

    def clean(self) -> dict[str, Any]:
        """Days in their bounds, as the service will ask for them."""
        said = super().clean() or {}
        sent_on: dt.date | None = said.get("sent_on")
        if sent_on and sent_on > self.today:
            self.add_error("sent_on", "The day it was sent cannot be in the future.")
        if sent_on and self.letter.dated_on and sent_on < self.letter.dated_on:
            self.add_error("sent_on", "The day it was sent cannot be before the day it was produced.")
        follow_up_on: dt.date | None = said.get("follow_up_on")
        if follow_up_on and follow_up_on < self.today:
            self.add_error("follow_up_on", "The day to come back to it must be today or later.")
        return said


class WithdrawForm(forms.Form):
    """Why a letter is withdrawn."""

    why = text_field("Why is it withdrawn?", "The letter and the reason stay on the case.", required="Say why.")
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, letter: Letter) -> None:
        super().__init__(data, initial={"revision": letter.revision})
        button = Button.warning("withdraw", "Withdraw the letter", data_prevent_double_click="true")
        self.helper = lay_out(self, "revision", textarea("why"), button)


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
        self.helper = lay_out(
            self,
            Field.text("code", label_size=Size.SMALL, field_width=20),
            Field("file", context={"label_size": Size.for_label(Size.SMALL)}),
            Button.primary("check", "Check the letter"),
        )
