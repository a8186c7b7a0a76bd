"""The closed vocabularies of an assessment, each in the order answers and pages show it."""

from collections.abc import Mapping
from enum import StrEnum


class Party(StrEnum):
    """The capacity in which a person acted; `other` is anonymous, unknown, a former pupil or none of these."""

    STAFF = "staff"
    GOVERNOR = "governor"
    VOLUNTEER = "volunteer"
    PARENT = "parent"
    PUPIL = "pupil"
    VISITOR = "visitor"
    OTHER = "other"


class Finding(StrEnum):
    """What a person has established happened; the software never decides one."""

    DEFAMATION = "defamation"
    ALLEGATION = "allegation"
    ONLINE_COMPLAINT = "online_complaint"
    MALICIOUS_COMMENT = "malicious_comment"
    OFFENSIVE_COMMENT = "offensive_comment"
    RACIST_COMMENT = "racist_comment"
    SEXIST_COMMENT = "sexist_comment"
    HOMOPHOBIC_COMMENT = "homophobic_comment"
    HATE_COMMENT = "hate_comment"
    ABUSIVE_COMMENT = "abusive_comment"
    THREAT = "threat"
    OBSCENE_CONTENT = "obscene_content"
    HARASSMENT = "harassment"
    CYBERBULLYING = "cyberbullying"
    ONLINE_ARGUMENT = "online_argument"
    DISREPUTE = "disrepute"
    PUPIL_REQUEST_RECEIVED = "pupil_request_received"
    PUPIL_CONTACT = "pupil_contact"
    FORMER_PUPIL_CONTACT = "former_pupil_contact"
    PARENT_CONTACT = "parent_contact"
    PERSONAL_DETAILS_SHARED = "personal_details_shared"
    PUPIL_ACCOUNT_ACCESS = "pupil_account_access"
    SEXUAL_ADVANCE = "sexual_advance"
    CHILD_IMAGE = "child_image"
    CHILD_IMAGE_WITH_NAME = "child_image_with_name"
    STAFF_IMAGE = "staff_image"
    IDENTIFYING_INFORMATION = "identifying_information"
    CONFIDENTIAL_INFORMATION = "confidential_information"
    SCHOOL_NAME_OR_LOGO = "school_name_or_logo"
    SCHOOL_MATTERS_DISCUSSED = "school_matters_discussed"
    IDENTIFIES_WITH_SCHOOL = "identifies_with_school"
    USE_AT_WORK = "use_at_work"
    USE_ON_PREMISES = "use_on_premises"
    WEAK_PRIVACY_SETTINGS = "weak_privacy_settings"
    UNDERAGE_ACCOUNT = "underage_account"
    PLATFORM_TERMS_BREACH = "platform_terms_breach"
    SCHOOL_ACCOUNT_MISUSE = "school_account_misuse"
    UNTRUSTED_SHARE = "untrusted_share"
    ACCOUNT_COMPROMISE = "account_compromise"
    THIRD_PARTY_POSTING_SEEN = "third_party_posting_seen"
    FAILURE_TO_REPORT = "failure_to_report"
    APPLICANT_VETTING = "applicant_vetting"
    OTHER_BREACH = "other_breach"


class Fact(StrEnum):
    """What a person has confirmed since; absent means not confirmed, never false."""

    REFUSED = "refused"
    CONTINUED = "continued"
    ON_SCHOOL_CHANNEL = "on_school_channel"
    POLICE_APPROPRIATE = "police_appropriate"
    BREACH_FOUND = "breach_found"
    GROSS_MISCONDUCT = "gross_misconduct"
    SERIOUS_MISUSE = "serious_misuse"
    REASONABLE_COMPLAINT = "reasonable_complaint"
    ABOUT_SCHOOL_OR_TEACHER = "about_school_or_teacher"
    TEACHER = "teacher"
    EXTREME_CASE = "extreme_case"
    UNDER_18 = "under_18"
    OUTSIDE_PROTOCOL = "outside_protocol"
    PRIOR_RELATIONSHIP = "prior_relationship"
    OWN_CHILD = "own_child"
    WORK_AND_EQUIPMENT = "work_and_equipment"
    DISREPUTE_POSSIBLE = "disrepute_possible"
    POLICY_TERM_NAMED = "policy_term_named"
    LEGAL_OR_REPUTATION_RISK = "legal_or_reputation_risk"
    WORDING_APPLIES = "wording_applies"


class Step(StrEnum):
    """Something a policy has the school do."""

    REPORT_TO_PLATFORM = "report_to_platform"
    COMPLAIN_TO_HOST = "complain_to_host"
    REQUEST_REMOVAL = "request_removal"
    REMOVE_CONTENT = "remove_content"
    CLOSE_APPLICATION = "close_application"
    BLOCK_ACCESS = "block_access"
    MEETING = "meeting"
    WRITE_WARNING = "write_warning"
    COMPLAINTS_PROCEDURE = "complaints_procedure"
    CONTACT_POLICE = "contact_police"
    CRIMINAL_INVESTIGATION = "criminal_investigation"
    REPORT_TO_LOCAL_AUTHORITY = "report_to_local_authority"
    LEGAL_ADVICE = "legal_advice"
    BAN_DEVICES_AT_EVENTS = "ban_devices_at_events"
    NOTIFY_PARENTS = "notify_parents"
    INFORM_HEADTEACHER = "inform_headteacher"
    SAFEGUARDING_PROCEDURES = "safeguarding_procedures"
    ADVISE = "advise"
    INVESTIGATE = "investigate"
    SUSPEND = "suspend"
    DISCIPLINARY_ACTION = "disciplinary_action"
    DISMISSAL = "dismissal"
    OWN_ACTION = "own_action"


class Force(StrEnum):
    """The document's own verb, strongest first."""

    ALWAYS = "always"
    MUST = "must"
    WILL = "will"
    NORMALLY = "normally"
    EXPECTED = "expected"
    SHOULD = "should"
    LIKELY = "likely"
    CONSIDER = "consider"
    MAY = "may"


# What the document binds the school to: undone, these are due, and leaving one undone takes a reason.
FIRM = frozenset({Force.ALWAYS, Force.MUST, Force.WILL})


class State(StrEnum):
    """Where a step stands."""

    OPEN = "open"
    WAITING = "waiting"
    PASSED = "passed"
    DONE = "done"


class Notice(StrEnum):
    """What a reader must know of the version the answer comes from."""

    DRAFT = "draft"
    APPROVAL_NOT_RECORDED = "approval_not_recorded"
    REVIEW_OVERDUE = "review_overdue"
    NO_REVIEW_DATE = "no_review_date"
    NO_DATE_STATED = "no_date_stated"
    NO_VERSION_IN_FORCE = "no_version_in_force"
    NO_DRAFT = "no_draft"


class Actor(StrEnum):
    """Who takes a step, as the document says; `staff` is the person it is about, `affected` the person harmed."""

    SCHOOL = "school"
    HEADTEACHER = "headteacher"
    STAFF = "staff"
    NOT_STATED = "not stated"
    DEPUTY = "deputy"
    SAFEGUARDING_LEAD = "safeguarding_lead"
    CHAIR = "chair"
    GOVERNING_BODY = "governing_body"
    PANEL = "panel"
    LINE_MANAGER = "line_manager"
    CLASS_TEACHER = "class_teacher"
    HUMAN_RESOURCES = "human_resources"
    LOCAL_AUTHORITY = "local_authority"
    AFFECTED = "affected"
    WHOEVER_LEARNS = "whoever_learns"


class Recipient(StrEnum):
    """Whom a document has told of something, where it has a person tell the school."""

    HEADTEACHER = "headteacher"
    DEPUTY = "deputy"


class PackNation(StrEnum):
    """The nation whose law and guidance a school follows."""

    ENGLAND = "england"
    WALES = "wales"
    SCOTLAND = "scotland"
    NORTHERN_IRELAND = "northern_ireland"


class PackStatus(StrEnum):
    """Whether a version is a school's policy or a proposal for one."""

    ADOPTED = "adopted"
    DRAFT = "draft"


class PackApproval(StrEnum):
    """Whether this copy shows that the version was approved."""

    RECORDED = "recorded"
    NOT_RECORDED = "not recorded"


class Scope(StrEnum):
    """How far a confirmed fact reaches."""

    INCIDENT = "incident"
    FINDING = "finding"
    CLAUSE = "clause"


# Every other fact holds for the whole incident.
SCOPES: Mapping[str, Scope] = {
    Fact.BREACH_FOUND: Scope.FINDING,
    Fact.GROSS_MISCONDUCT: Scope.FINDING,
    Fact.SERIOUS_MISUSE: Scope.FINDING,
    Fact.WORDING_APPLIES: Scope.CLAUSE,
}


class Unit(StrEnum):
    """What a time limit is counted in."""

    CALENDAR_DAYS = "calendar days"
    WORKING_DAYS = "working days"
    SCHOOL_DAYS = "school days"
    WEEKS = "weeks"
    MONTHS = "months"


class Start(StrEnum):
    """From when a time limit is counted, where it is not counted from a step."""

    HAPPENED = "happened"
    KNOWN = "known"
    CONFIRMED = "confirmed"


class RightKind(StrEnum):
    """What a document grants to the person a step is about."""

    APPEAL = "appeal"
    REPRESENTATIONS = "representations"
    COMPANION = "companion"
    COMPLAINT = "complaint"
    REPLY = "reply"
