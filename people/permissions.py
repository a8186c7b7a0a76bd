"""Who may do what: the one table that guards, pages, the navigation, reminders and querysets ask.

It speaks of roles alone. Which incidents, reports or people somebody of the right role may see is asked of
`visible_to`: the Chair, for one, handles only what is about the Headteacher. What has no entry here, such as reporting
something or reading the policies, is for everybody who holds a role at the school.
"""

from collections.abc import Mapping
from enum import StrEnum

from people.models import Role


class Action(StrEnum):
    """Something that some roles may do and others may not; the value is its line in docs/permissions.md."""

    LOG_INCIDENT = "log an incident"
    READ_INCIDENTS = "read incidents and their evidence"
    ADD_EVIDENCE = "add evidence to an incident"
    STEP_BACK = "step back from an incident"
    READ_REPORTS = "read what staff report, and say what became of it"
    READ_CONCERNS = "read low-level concerns, and say what they come to"
    RECORD_CONCERN = "record a low-level concern"
    OPEN_CASE = "open a case"
    READ_CASES = "read cases"
    EXPORT_CASES = "take the list of cases away as a file"
    RECORD_FINDING = "record or withdraw a finding on a case"
    CONFIRM_FACT = "confirm or withdraw a fact of a case"
    RECORD_STEP = "record what was done about a step, or why it is left undone"
    ADD_NOTE = "add a note to a case"
    HAND_OVER_CASE = "hand a case over"
    CLOSE_CASE = "close a case"
    REOPEN_CASE = "reopen a case"
    READ_LETTERS = "read letters"
    WRITE_LETTER = "write a letter"
    APPROVE_LETTER = "approve a letter"
    SEND_LETTER = "produce a letter, record it as sent, withdraw it"
    ADD_POLICY = "add a policy"
    START_VERSION = "start a new version of a policy"
    CHANGE_DRAFT = "change the draft of a version"
    PROPOSE_VERSION = "propose a version for approval"
    SEND_VERSION_BACK = "send a proposed version back"
    BRING_VERSION_INTO_FORCE = "bring a version into force"
    WITHDRAW_VERSION = "withdraw a version"
    RECORD_APPROVAL = "record an approval of a version"
    KEEP_DOCUMENT = "keep the document of a version"
    RECORD_REVIEW = "set the review of a policy, bring it forward, record it"
    OWN_REVIEW = "be the one who sees to a review"
    ASK_TO_READ = "ask people to read a policy, and see by name who has"
    READ_REVIEWS = "see the reviews of every policy, and the schools side by side"
    READ_FIGURES = "read the figures of a term"
    MAKE_GOVERNORS_PACK = "make the pack of a meeting"
    READ_GOVERNORS_PACK = "open the pack of a meeting"
    KEEP_REGISTER = "keep the register of people"
    READ_SAFEGUARDING_FLAGS = "see and set safeguarding flags"
    LOOK_UP_PEOPLE = "look somebody up in the register when reporting"
    CHANGE_SCHOOL = "change the school's details and terms"
    GRANT_ROLE = "give somebody a role, or end it"
    READ_STATE_OF_MAIL = "see how the school's mail goes out"


EVERYBODY = frozenset(Role)
CASE_STAFF = frozenset({Role.HEADTEACHER, Role.DEPUTY, Role.SAFEGUARDING_LEAD})
# The Chair, as an incident of the Headteacher is for nobody at the school to handle.
CASE_STAFF_AND_CHAIR = CASE_STAFF | {Role.CHAIR}
GOVERNORS = frozenset({Role.GOVERNOR, Role.CHAIR, Role.CLERK})
LEADERS = frozenset({Role.HEADTEACHER, Role.DEPUTY})
# The Clerk puts on record what the governing body decides, the Headteacher what they decide themselves.
HEADTEACHER_AND_CLERK = frozenset({Role.HEADTEACHER, Role.CLERK})
OFFICE = frozenset({Role.HEADTEACHER, Role.ADMINISTRATOR})

ROLES_FOR: Mapping[Action, frozenset[Role]] = {
    Action.LOG_INCIDENT: CASE_STAFF_AND_CHAIR,
    Action.READ_INCIDENTS: CASE_STAFF_AND_CHAIR,
    Action.ADD_EVIDENCE: CASE_STAFF_AND_CHAIR,
    Action.STEP_BACK: CASE_STAFF_AND_CHAIR,
    Action.READ_REPORTS: CASE_STAFF_AND_CHAIR,
    Action.READ_CONCERNS: CASE_STAFF_AND_CHAIR - {Role.DEPUTY},
    Action.RECORD_CONCERN: CASE_STAFF_AND_CHAIR - {Role.DEPUTY},
    Action.OPEN_CASE: CASE_STAFF_AND_CHAIR,
    Action.READ_CASES: CASE_STAFF_AND_CHAIR,
    Action.EXPORT_CASES: CASE_STAFF_AND_CHAIR,
    Action.RECORD_FINDING: CASE_STAFF_AND_CHAIR,
    Action.CONFIRM_FACT: CASE_STAFF_AND_CHAIR,
    Action.RECORD_STEP: CASE_STAFF_AND_CHAIR,
    Action.ADD_NOTE: CASE_STAFF_AND_CHAIR,
    Action.HAND_OVER_CASE: CASE_STAFF_AND_CHAIR,
    Action.CLOSE_CASE: CASE_STAFF_AND_CHAIR,
    Action.REOPEN_CASE: LEADERS | {Role.CHAIR},
    Action.READ_LETTERS: CASE_STAFF_AND_CHAIR,
    Action.WRITE_LETTER: CASE_STAFF_AND_CHAIR,
    Action.APPROVE_LETTER: CASE_STAFF_AND_CHAIR,
    Action.SEND_LETTER: CASE_STAFF_AND_CHAIR,
    Action.ADD_POLICY: LEADERS | {Role.CLERK, Role.ADMINISTRATOR},
    Action.START_VERSION: LEADERS,
    Action.CHANGE_DRAFT: LEADERS,
    Action.PROPOSE_VERSION: LEADERS,
    Action.SEND_VERSION_BACK: HEADTEACHER_AND_CLERK,
    Action.BRING_VERSION_INTO_FORCE: HEADTEACHER_AND_CLERK,
    Action.WITHDRAW_VERSION: LEADERS,
    Action.RECORD_APPROVAL: HEADTEACHER_AND_CLERK,
    Action.KEEP_DOCUMENT: HEADTEACHER_AND_CLERK,
    Action.RECORD_REVIEW: LEADERS | {Role.CLERK},
    Action.OWN_REVIEW: EVERYBODY - {Role.VOLUNTEER},
    Action.ASK_TO_READ: LEADERS | {Role.CLERK, Role.ADMINISTRATOR},
    Action.READ_REVIEWS: GOVERNORS | LEADERS | {Role.ADMINISTRATOR},
    Action.READ_FIGURES: GOVERNORS | LEADERS,
    Action.MAKE_GOVERNORS_PACK: GOVERNORS | LEADERS,
    Action.READ_GOVERNORS_PACK: GOVERNORS,
    Action.KEEP_REGISTER: CASE_STAFF | {Role.ADMINISTRATOR},
    Action.READ_SAFEGUARDING_FLAGS: CASE_STAFF,
    Action.LOOK_UP_PEOPLE: CASE_STAFF_AND_CHAIR | {Role.ADMINISTRATOR},
    Action.CHANGE_SCHOOL: OFFICE,
    Action.GRANT_ROLE: OFFICE,
    Action.READ_STATE_OF_MAIL: OFFICE,
}

# Why a set is not the one a reader would expect beside its neighbours.
REASONS: Mapping[Action, str] = {
    Action.READ_CONCERNS: "As few as can act on them: not the Deputy. The Chair reads those about the Headteacher.",
    Action.RECORD_CONCERN: "Those who read the register, and nobody else.",
    Action.REOPEN_CASE: "Whoever answers for the school: the safeguarding lead asks one of them.",
    Action.RECORD_APPROVAL: "The two who put on record what the Headteacher and the governing body decide.",
    Action.READ_FIGURES: "Figures count incidents, of which the Administrator knows nothing.",
    Action.READ_GOVERNORS_PACK: "It counts incidents that whoever handles cases may be kept from.",
    Action.KEEP_REGISTER: "The Chair, who handles cases of the Headteacher, needs no register.",
    Action.READ_SAFEGUARDING_FLAGS: "The Administrator keeps the register without them.",
    Action.LOOK_UP_PEOPLE: "The Chair finds the Headteacher alone. Nobody else learns who is in the register.",
    Action.GRANT_ROLE: "Nobody gives a role to themselves.",
}


def roles_for(action: Action) -> frozenset[Role]:
    """The roles that include the action, each at the school where it is held."""
    return ROLES_FOR[action]


def may(role: Role, action: Action) -> bool:
    """Whether the role includes the action; which rows it may be done to, `visible_to` says."""
    return role in ROLES_FOR[action]
