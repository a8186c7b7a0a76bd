"""The document's own verbs as the page says them, never raised or lowered."""

from policies.rules.words import Force

_SAYS = {
    Force.ALWAYS: "the policy says it is always done",
    Force.MUST: "the policy says it must be done",
    Force.WILL: "the policy says it will be done",
    Force.EXPECTED: "the policy expects it",
    Force.SHOULD: "the policy says it should be done",
    Force.LIKELY: "the policy says it is likely",
    Force.CONSIDER: "the policy says it will be considered",
    Force.MAY: "the policy says it may be done",
}


def says(force: Force) -> str:
    """What the policy says of a step with this force."""
    return _SAYS[force]
