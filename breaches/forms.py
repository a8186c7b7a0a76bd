"""What pages about a case ask."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from crispy_forms_gds.layout import Fixed
from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from breaches.due import COMPLETED_BY_AN_ANSWER
from breaches.models import Case, Confirmation, StepRecord
from breaches.services.answers import WHY, WHY_NOT_YET
from incidents.models import Evidence, IncidentFinding, Involvement
from people.models import Capacity, School, User
from policies.models import Version
from policies.own_words import get_wordings
from policies.rules.assessment import StepAnswer
from policies.rules.wordings import Wordings
from policies.rules.words import Finding, Party, Step
from policies.stored_packs import get_version_wordings
from web.forms import PlainForm, RevisionForm, choice_field, day_field, line_field, text_field

IN_FORCE = "in_force"
DRAFT = "draft"
NOT_YET = "not_yet"


class SubjectField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic at run time
    def label_from_instance(self, obj: Involvement) -> str:
        return f"{obj.person.name}, logged as {obj.get_capacity_display().lower()}"


class OpenCaseForm(PlainForm):
    subject = SubjectField(
        label="Whose conduct is this case about?",
        help_text="Each person has a case of their own.",
        queryset=Involvement.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Choose whose conduct the case is about."},
    )
    capacity = choice_field(
        "In what capacity did they act?",
        Capacity.choices,
        "Somebody may be a parent and a member of staff. You decide which one counts here; never both.",
        "Choose the capacity they acted in.",
    )
    findings = forms.MultipleChoiceField(
        label="What have you established?",
        help_text="As the incident was logged. You can add to these, or withdraw one, at any time.",
        widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes__input"}),
        error_messages={"required": "Choose at least one thing that you have established."},
    )
    why = text_field(
        "What establishes it?",
        "What you saw, read or were told. It is kept with each finding.",
        required="Say what establishes it.",
    )
    policy = choice_field("Which policy should answer?", required="Choose whether to assess by the draft.")

    button = "Open the case"
    has_cancel = False

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        subjects: QuerySet[Involvement],
        logged: list[IncidentFinding],
        draft: Version | None,
        school: School,
        wordings: Wordings,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        """`wordings` are those of the version that answers.

        A word that it does not know, as another version declares it, is taken as the one that it counts as.
        """
        self.logged = read_log(logged, wordings, get_wordings(school))
        start = {"findings": list(self.logged)} | dict(initial or {})
        if start.get("capacity", Capacity.OTHER) not in wordings.parties:
            start["capacity"] = school.count_capacity(start["capacity"])
        super().__init__(data, initial=start)
        own = [(party.value, wordings.parties[party].title) for party in wordings.list_own(Party)]
        self.fields["capacity"].choices = [*Capacity.choices, *own]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["subject"].queryset = subjects  # type: ignore[attr-defined]  # a ModelChoiceField
        self.fields["findings"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (word, wordings.findings[word].name) for word in self.logged
        ]
        if draft:
            self.fields["policy"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
                (IN_FORCE, "The policy in force on the day. There was none, so no policy gives any step."),
                (DRAFT, f"Assess by the draft: {draft}. It is not the school's policy."),
            ]
        else:
            del self.fields["policy"]

    def reasons(self) -> dict[Finding, str]:
        """Each finding chosen, with what establishes it; something else keeps the reason it was logged with."""
        why = self.cleaned_data["why"]
        findings = [Finding(word) for word in self.cleaned_data["findings"]]
        return {word: f"{self.logged[word]}\n\n{why}" if self.logged[word] else why for word in findings}


def read_log(rows: list[IncidentFinding], of_version: Wordings, of_school: Wordings) -> dict[Finding, str]:
    """What was logged, with its reason, in the words that the version knows."""
    reasons: dict[Finding, str] = {}
    for row in rows:
        word = Finding(row.finding)
        word = word if word in of_version.findings else of_school.counts_as(word)
        reasons[word] = reasons.get(word) or row.reason
    return reasons


class CaseForm(RevisionForm):
    has_cancel = False

    def __init__(
        self, data: QueryDict | None = None, *, case: Case, now: dt.datetime, initial: dict[str, Any] | None = None
    ) -> None:
        """`now` is when the page is shown."""
        self.case = case
        super().__init__(data, revision=case.revision, read_at=now, initial=initial)

    def values(self, *names: str) -> dict[str, Any]:
        """What was typed in these fields, those left out of this form excepted."""
        return {name: self.cleaned_data[name] for name in names if name in self.fields}


class ReasonForm(CaseForm):
    why = text_field("Why?", required="Say why.")

    def __init__(self, data: QueryDict | None = None, *, label: str, button: str, hint: str = "", **rest: Any) -> None:
        self.button, self.label, self.hint = button, label, hint
        super().__init__(data, **rest)

    def prepare(self) -> None:
        self.fields["why"].label, self.fields["why"].help_text = self.label, self.hint


class AnswerForm(CaseForm):
    """Yes or no, each with its reason, or not yet: that records nothing, or takes back what was answered."""

    answer = choice_field(
        "What is your answer?",
        (*Confirmation.Answer.choices, (NOT_YET, "Not yet")),
        required="Choose yes, no or not yet.",
    )
    why = text_field("Why?", "What you saw, read or were told, and when. It is kept with the answer.")

    button = "Record the answer"

    def __init__(self, *args: Any, is_answered: bool, **kwargs: Any) -> None:
        """With an answer that stands, not yet takes it back, with a reason."""
        self.is_answered = is_answered
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        answer = cleaned.get("answer")
        is_missing = not cleaned.get("why", "").strip() and "why" not in self.errors
        if answer and is_missing and (answer != NOT_YET or self.is_answered):
            self.add_error("why", WHY_NOT_YET if answer == NOT_YET else WHY[Confirmation.Answer(answer)])
        return cleaned


class NoteForm(CaseForm):
    text = text_field(
        "Your note", "Everybody who may see the case can read it. It cannot be changed.", "Write the note.", rows=6
    )

    button = "Add the note"


class FindingForm(CaseForm):
    finding = choice_field(
        "What have you established?", required="Choose what you have established.", coerce=Finding, widget=forms.Select
    )
    why = text_field(
        "What establishes it?",
        "What you saw, read or were told. For “Something else”, say which guidance or spirit it goes against.",
        required="Say what establishes it.",
    )

    button = "Add the finding"

    def prepare(self) -> None:
        established = set(self.case.findings.filter(withdrawn_at=None).values_list("finding", flat=True))
        headings: dict[str, list[tuple[str, str]]] = {}
        for word, meaning in get_version_wordings(self.case.version).findings.items():
            if word not in established:
                headings.setdefault(meaning.heading, []).append((word, f"{meaning.name}: {meaning.means}"))
        self.fields["finding"].choices = [("", "Choose one"), *headings.items()]  # type: ignore[attr-defined]  # a ChoiceField


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


def _done_on_field() -> forms.DateField:
    return day_field(
        "On what day was it done?",
        "Not before the incident, and not in the future.",
        required="Enter the day it was done.",
    )


def _done_by_field() -> forms.CharField:
    return line_field("Who did it?", required="Enter who did it.", width=Fixed.TWENTY)


def _follow_up_field() -> forms.DateField:
    return day_field("When will you come back to it? (optional)", "It is on the list of what to do on that day.")


class TakeStepForm(CaseForm):
    done_on = _done_on_field()
    done_by = _done_by_field()
    outcome = choice_field(
        "How did it go?",
        StepRecord.Outcome.choices,
        "No reply is not a refusal. Choose “No reply yet” and a day to ask again.",
        "Choose how it went.",
        coerce=StepRecord.Outcome,
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
    follow_up_on = _follow_up_field()

    def __init__(self, *args: Any, step: Step, **kwargs: Any) -> None:
        """`step` decides whether anybody is asked how they answered."""
        self.step = step
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        files = self.case.incident.evidence.current()
        self.fields["evidence"].queryset = files  # type: ignore[attr-defined]  # a ModelChoiceField
        if not files:
            del self.fields["evidence"]
        if get_version_wordings(self.case.version).counts_as(self.step) not in ASKS_SOMEBODY:
            del self.fields["outcome"]


class OutsidePolicyForm(CaseForm):
    what = text_field("What was done?", required="Say what was done.", rows=3)
    reason = text_field(
        "Why, since the policy does not give it?",
        "It is shown as done outside the policy, with this reason, for as long as the case is kept.",
        required="Say why it was done, since the policy does not give it.",
    )
    done_on = _done_on_field()
    done_by = _done_by_field()
    follow_up_on = _follow_up_field()

    button = "Record it"


class HandOverForm(CaseForm):
    to = forms.ModelChoiceField(
        label="Who looks after it from now on?",
        help_text="Reminders about the case go to them. Everybody else who may see it still may.",
        queryset=User.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": "Choose who looks after the case.",
            "invalid_choice": "Choose somebody who may see this case.",
        },
    )

    button = "Hand the case over"

    def __init__(self, *args: Any, users: QuerySet[User], **kwargs: Any) -> None:
        self.users = users
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        self.fields["to"].queryset = self.users  # type: ignore[attr-defined]  # a ModelChoiceField


class CloseForm(CaseForm):
    outcome = choice_field(
        "How did it end?", Case.Outcome.choices, required="Choose how it ended.", coerce=Case.Outcome
    )
    note = text_field(
        "In a few sentences", "What a governor or an inspector would need to know.", required="Say how the case ended."
    )

    button = "Close the case"

    def __init__(self, *args: Any, undone: list[StepAnswer], **kwargs: Any) -> None:
        self.undone = {f"undone_{step.step}": step for step in undone}
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        """Ask first for the reason of each step left undone: they may change how it ended."""
        reasons = {
            name: text_field(
                f"Why is this left undone: “{step.label}”?",
                "The policy binds the school to it, so the reason is kept.",
                f"Say why this is left undone: “{step.label}”.",
                rows=3,
            )
            for name, step in self.undone.items()
        }
        self.fields = reasons | self.fields

    def reasons(self) -> dict[Step, tuple[str, uuid.UUID]]:
        """For each step its reason, and a token of its own made from the form's, so that it counts once."""
        token: uuid.UUID = self.cleaned_data["form_token"]
        return {
            step.step: (self.cleaned_data[name], uuid.uuid5(token, step.step)) for name, step in self.undone.items()
        }
