"""What pages about a case ask."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Layout, Size
from django import forms
from django.http import QueryDict
from django.utils import timezone

from breaches.due import COMPLETED_BY_AN_ANSWER
from breaches.models import Case, StepRecord
from incidents.models import Evidence, IncidentFinding, Involvement
from people.models import Capacity, User
from policies.models import Version
from policies.rules.assessment import StepAnswer
from policies.rules.wording import FINDINGS
from policies.rules.words import Finding, Step
from web.forms import RevisionForm, day_field, day_input, text_field, textarea


class CaseForm(RevisionForm):
    """A form shown on one revision of a case, at one moment."""

    has_cancel = False

    def __init__(
        self, data: QueryDict | None = None, *, case: Case, now: dt.datetime, initial: dict[str, Any] | None = None
    ) -> None:
        """`now` is when the page is shown, and the moment against which days are checked."""
        self.case, self.now = case, now
        super().__init__(data, revision=case.revision, read_at=now, initial=initial)


class ReasonForm(CaseForm):
    """Nothing but a reason."""

    why = text_field("Why?", required="Say why.")

    def __init__(self, data: QueryDict | None = None, *, label: str, button: str, hint: str = "", **rest: Any) -> None:
        """`label` asks for the reason, `button` says what saving it does."""
        self.button, self.label, self.hint = button, label, hint
        super().__init__(data, **rest)

    def prepare(self) -> None:
        """Ask in this page's own words."""
        self.fields["why"].label, self.fields["why"].help_text = self.label, self.hint

    def parts(self) -> tuple[Field, ...]:
        """The reason."""
        return (textarea("why"),)


IN_FORCE = "in_force"
DRAFT = "draft"


class OpenCaseForm(forms.Form):
    """One subject, one capacity, at least one finding; and the draft by name where the school has nothing else."""

    subject = forms.ModelChoiceField(
        label="Whose conduct is this case about?",
        help_text="Each person has a case of their own.",
        queryset=Involvement.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Choose whose conduct the case is about."},
    )
    capacity = forms.ChoiceField(
        label="In what capacity did they act?",
        help_text="Somebody may be a parent and a member of staff. You decide which one counts here; never both.",
        choices=Capacity.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the capacity they acted in."},
    )
    findings = forms.MultipleChoiceField(
        label="What have you established?",
        help_text="As the incident was logged. You can add to these, or withdraw one, at any time.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one thing that you have established."},
    )
    why = text_field(
        "What establishes it?",
        "What you saw, read or were told. It is kept with each finding.",
        required="Say what establishes it.",
    )
    judged_by = forms.ChoiceField(
        label="Which policy should answer?",
        choices=[],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        subjects: list[Involvement],
        logged: list[IncidentFinding],
        draft: Version | None,
        **kwargs: Any,
    ) -> None:
        """`subjects` are those without a case, `logged` what the incident was logged as showing."""
        super().__init__(*args, **kwargs)
        self.logged = {Finding(one.finding): one.reason for one in logged}
        people = Involvement.objects.filter(pk__in=[one.pk for one in subjects]).select_related("person")
        self._offer(people, draft)
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout(
            Field.radios("subject", legend_size=Size.SMALL),
            Field.radios("capacity", legend_size=Size.SMALL, small=True),
            Field.checkboxes("findings", legend_size=Size.SMALL),
            textarea("why"),
            *([Field.radios("judged_by", legend_size=Size.SMALL)] if draft else []),
            Button.primary("open", "Open the case", data_prevent_double_click="true"),
        )

    def _offer(self, people: Any, draft: Version | None) -> None:
        subject, findings, judged_by = self.fields["subject"], self.fields["findings"], self.fields["judged_by"]
        subject.queryset = people  # type: ignore[attr-defined]  # a ModelChoiceField
        subject.label_from_instance = _named  # type: ignore[attr-defined]  # as above
        findings.choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (word, FINDINGS[word].name) for word in self.logged
        ]
        judged_by.choices = [  # type: ignore[attr-defined]  # as above
            (IN_FORCE, "The policy in force on the day. There was none, so no policy gives any step."),
            (DRAFT, f"Assess by the draft: {draft}. It is not the school's policy." if draft else ""),
        ]
        judged_by.required = draft is not None
        judged_by.error_messages["required"] = "Choose whether to assess by the draft."
        findings.widget.attrs["class"] = "govuk-checkboxes__input"

    def established(self) -> dict[Finding, str]:
        """Each finding chosen, with what establishes it; something else keeps the reason it was logged with."""
        why = self.cleaned_data["why"]
        chosen = [Finding(word) for word in self.cleaned_data["findings"]]
        return {word: f"{self.logged[word]}\n\n{why}" if self.logged[word] else why for word in chosen}


def _named(one: Involvement) -> str:
    return f"{one.person.name}, logged as {one.get_capacity_display().lower()}"


def findings_by_heading(taken: set[str]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Every finding not yet established, under its heading, with what it means."""
    headings: dict[str, list[tuple[str, str]]] = {}
    for word, meaning in FINDINGS.items():
        if word not in taken:
            headings.setdefault(meaning.heading, []).append((word, f"{meaning.name}: {meaning.means}"))
    return list(headings.items())


class FindingForm(CaseForm):
    """One more thing that a person has established."""

    finding = forms.ChoiceField(
        label="What have you established?",
        choices=[],
        error_messages={"required": "Choose what you have established."},
    )
    why = text_field(
        "What establishes it?",
        "What you saw, read or were told. For “Something else”, say which guidance or spirit it goes against.",
        required="Say what establishes it.",
    )

    button = "Add the finding"

    def prepare(self) -> None:
        """Offer what is not established yet."""
        taken = set(self.case.findings.filter(withdrawn_at__isnull=True).values_list("finding", flat=True))
        self.fields["finding"].choices = [("", "Choose one"), *findings_by_heading(taken)]  # type: ignore[attr-defined]  # a ChoiceField

    def parts(self) -> tuple[Field, ...]:
        """The finding, then the reason."""
        return Field("finding", context={"label_size": Size.for_label(Size.SMALL)}), textarea("why")

    def chosen(self) -> Finding:
        """The finding chosen."""
        return Finding(self.cleaned_data["finding"])


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


class NoteForm(CaseForm):
    """A note."""

    text = text_field(
        "Your note", "Everybody who may see the case can read it. It cannot be changed.", required="Write the note."
    )

    button = "Add the note"

    def parts(self) -> tuple[Field, ...]:
        """The note."""
        return (textarea("text", rows=6),)


class HandOverForm(CaseForm):
    """Who is to look after the case."""

    to = forms.ChoiceField(
        label="Who looks after it from now on?",
        help_text="Reminders about the case go to them. Everybody else who may see it still may.",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose who looks after the case.",
            "invalid_choice": "Choose somebody who may see this case.",
        },
    )

    button = "Hand the case over"

    def __init__(self, *args: Any, among: Sequence[User], **kwargs: Any) -> None:
        """`among` are those who may see the case."""
        self.among = {str(one.pk): one for one in among}
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Offer those who may see the case."""
        self.fields["to"].choices = [(pk, one.name) for pk, one in self.among.items()]  # type: ignore[attr-defined]  # a ChoiceField

    def parts(self) -> tuple[Field, ...]:
        """The one question."""
        return (Field.radios("to", legend_size=Size.SMALL),)

    def chosen(self) -> User:
        """Whom the form names."""
        return self.among[self.cleaned_data["to"]]


class CloseForm(CaseForm):
    """How it ended, and a reason for each step the policy binds the school to that is not done."""

    outcome = forms.ChoiceField(
        label="How did it end?",
        choices=Case.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it ended."},
    )
    note = text_field(
        "In a few sentences", "What a governor or an inspector would need to know.", required="Say how the case ended."
    )

    button = "Close the case"

    def __init__(self, *args: Any, undone: list[StepAnswer], **kwargs: Any) -> None:
        """`undone` are the open steps the document binds the school to."""
        self.undone = undone
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """One box for the reason of each step left undone."""
        for one in self.undone:
            self.fields[_box(one.step)] = text_field(
                f"Why is this left undone: “{one.label}”?",
                "The policy binds the school to it, so the reason is kept.",
                required=f"Say why this is left undone: “{one.label}”.",
            )

    def parts(self) -> tuple[Field, ...]:
        """The steps first: they may change how it ended."""
        boxes = [textarea(_box(one.step), rows=3) for one in self.undone]
        return (*boxes, Field.radios("outcome", legend_size=Size.SMALL), textarea("note"))

    def reasons(self) -> dict[Step, tuple[str, uuid.UUID]]:
        """For each step its reason, and a token of its own made from the form's, so that it counts once."""
        token: uuid.UUID = self.cleaned_data["form_token"]
        return {one.step: (self.cleaned_data[_box(one.step)], uuid.uuid5(token, one.step)) for one in self.undone}


def _box(step: Step) -> str:
    return f"undone_{step}"
