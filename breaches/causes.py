"""Why the policy was asked again, in the words kept with its answer and told in the timeline."""

from policies.rules.wording import FINDINGS, STEPS, question
from policies.rules.words import Fact, Finding, Party, Step

CASE_OPENED = "Case opened"


def finding_added(word: Finding) -> str:
    """Somebody established a finding."""
    return f"Found: {FINDINGS[word].name}"


def finding_withdrawn(word: Finding) -> str:
    """Somebody withdrew a finding."""
    return f"Finding withdrawn: {FINDINGS[word].name}"


def fact_confirmed(fact: Fact, party: Party) -> str:
    """Somebody confirmed a fact."""
    return f"Confirmed: {question(fact, party).confirmed}"


def fact_unconfirmed(fact: Fact, party: Party) -> str:
    """Somebody took a confirmation back."""
    return f"No longer confirmed: {question(fact, party).confirmed}"


def step_recorded(step: Step) -> str:
    """Somebody recorded a step as taken."""
    return f"Step recorded: {STEPS[step].label}"
