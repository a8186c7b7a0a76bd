"""Asking the policy: who asks, and what they are thinking of doing."""

from typing import Any

from django import forms

from policies.ask.pages import ASKERS, AskQuestion, shipped_questions
from policies.rules.wording import PARTIES
from policies.rules.words import Party


class AskForm(forms.Form):
    """One question. The page lays it out itself: each question is a button, so that one tap asks it."""

    party = forms.TypedChoiceField(
        label="You ask as a",
        choices=[(party.value, PARTIES[party].name.capitalize()) for party in ASKERS],
        coerce=Party,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what you are at the school.",
            "invalid_choice": "Choose what you are at the school.",
        },
    )
    question = forms.TypedChoiceField(
        choices=[(question.id, question.asks) for question in shipped_questions()],
        coerce={question.id: question for question in shipped_questions()}.__getitem__,
        error_messages={
            "required": "Choose what you are thinking of doing.",
            "invalid_choice": "Choose one of the things below.",
        },
    )

    def clean(self) -> dict[str, Any]:
        """A question that makes sense for who asks it."""
        cleaned = super().clean() or {}
        question: AskQuestion | None = cleaned.get("question")
        party = cleaned.get("party")
        if question and party and party not in question.parties:
            who = PARTIES[party].name
            self.add_error("question", f"The policies do not ask that of a {who}. Choose something else.")
        return cleaned

    def asker(self) -> Party | None:
        """Who asks, as far as that is known already."""
        party = self.data.get("party", "") if self.is_bound else self.initial.get("party", "")
        return Party(party) if party in ASKERS else None
