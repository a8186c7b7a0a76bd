"""How a step may have gone: what is offered of each, and whose refusal is a refusal."""

from breaches.models import StepRecord
from policies.rules.words import Step

Outcome = StepRecord.Outcome

# Steps that ask the person it is about, so that "they refused" speaks of that person and of nobody else.
ASKS_THE_SUBJECT = frozenset(
    {
        Step.REQUEST_REMOVAL,
        Step.MEETING,
        Step.DISCUSS,
        Step.RESTORATIVE_MEETING,
        Step.WRITE_WARNING,
        Step.COMPLAINTS_PROCEDURE,
        Step.ADVISE,
    }
)
# Steps that ask somebody for something, so that how it went is theirs to decide.
ASKS_SOMEBODY = ASKS_THE_SUBJECT | {
    Step.REPORT_TO_PLATFORM,
    Step.COMPLAIN_TO_HOST,
    Step.CONTACT_POLICE,
    Step.REPORT_TO_LOCAL_AUTHORITY,
    Step.NOTIFY_PARENTS,
    Step.BAN_DEVICES_AT_EVENTS,
}

ANYBODY = {
    Outcome.COMPLIED: "They did what was asked",
    Outcome.REFUSED: "They refused",
    Outcome.NO_REPLY: "No reply yet",
    Outcome.OTHER: "Something else",
}
PLATFORM = {
    Outcome.TAKEN_DOWN: "They took it down",
    Outcome.LEFT_UP: "They left it up",
    Outcome.NO_REPLY: "They have not answered yet",
}
POLICE = {
    Outcome.REFERENCE: "They gave a reference",
    Outcome.NO_ACTION: "They took no action",
    Outcome.NO_REPLY: "They have not answered yet",
}
OF_A_STEP = {
    Step.REPORT_TO_PLATFORM: PLATFORM,
    Step.COMPLAIN_TO_HOST: PLATFORM,
    Step.CONTACT_POLICE: POLICE,
}


def list_outcomes(step: Step) -> dict[Outcome, str]:
    """What is offered of a step, each as a person chooses it."""
    return OF_A_STEP.get(step, ANYBODY)


def is_refusal(record: StepRecord) -> bool:
    """Whether the person it is about refused: nobody else can."""
    return record.outcome == Outcome.REFUSED and record.step in ASKS_THE_SUBJECT
