"""The vocabularies of an assessment, each in the order answers and pages show it."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Self, TypeVar

OWN_WORD = re.compile(r"[a-z][a-z0-9_]{1,39}")


class OpenVocabulary(StrEnum):
    """Words to which a pack may add its own: one of these is a member too, equal to its text, and is never listed.

    Whether a word is known is asked of a vocabulary: `Finding(text)` takes any text that a word can be written as.
    """

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not (isinstance(value, str) and OWN_WORD.fullmatch(value)):
            return None
        member = str.__new__(cls, value)
        member._name_, member._value_ = value.upper(), value
        return member


class Party(OpenVocabulary):
    """The capacity in which a person acted; `other` is anonymous, unknown, a former pupil or none of these.

    `contractor` is a contractor, agency or supply worker, or a trainee.
    """

    STAFF = "staff"
    GOVERNOR = "governor"
    VOLUNTEER = "volunteer"
    PARENT = "parent"
    PUPIL = "pupil"
    CONTRACTOR = "contractor"
    VISITOR = "visitor"
    OTHER = "other"


class Finding(OpenVocabulary):
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
    NUDE_IMAGE = "nude_image"
    GENERATED_IMAGE = "generated_image"
    IMPERSONATION = "impersonation"
    RECORDING = "recording"
    GROUP_MISUSE = "group_misuse"
    OTHER_BREACH = "other_breach"


class Fact(OpenVocabulary):
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
    REPEATED = "repeated"
    CHILD_HARMED = "child_harmed"
    CHILD_INVOLVED = "child_involved"
    IMMEDIATE_RISK = "immediate_risk"


class Step(OpenVocabulary):
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
    DISCUSS = "discuss"
    KEEP_EVIDENCE = "keep_evidence"
    RECORD_INCIDENT = "record_incident"
    SUPPORT_AFFECTED = "support_affected"
    TELL_SAFEGUARDING_LEAD = "tell_safeguarding_lead"
    REFER_TO_DESIGNATED_OFFICER = "refer_to_designated_officer"
    REFER_TO_SOCIAL_CARE = "refer_to_social_care"
    INFORM_CHAIR = "inform_chair"
    BAN_FROM_PREMISES = "ban_from_premises"
    REMOVE_FROM_GROUP = "remove_from_group"
    RESTORATIVE_MEETING = "restorative_meeting"
    BEHAVIOUR_PROCEDURE = "behaviour_procedure"
    EXCLUDE_PUPIL = "exclude_pupil"
    CONFISCATE_DEVICE = "confiscate_device"
    SUSPEND_GOVERNOR = "suspend_governor"
    END_ROLE = "end_role"
    REFER_TO_REGULATOR = "refer_to_regulator"
    REPORT_TO_REGULATOR_OF_DATA = "report_to_regulator_of_data"


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


class Actor(OpenVocabulary):
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


# What came with the second format: a pack of the first is read as silent on these.
NEW_PARTIES = frozenset({Party.CONTRACTOR})
NEW_FINDINGS = frozenset(
    {
        Finding.NUDE_IMAGE,
        Finding.GENERATED_IMAGE,
        Finding.IMPERSONATION,
        Finding.RECORDING,
        Finding.GROUP_MISUSE,
    }
)
NEW_FACTS = frozenset({Fact.REPEATED, Fact.CHILD_HARMED, Fact.CHILD_INVOLVED, Fact.IMMEDIATE_RISK})
NEW_STEPS = frozenset(list(Step)[list(Step).index(Step.DISCUSS) :])
NEW_FORCES = frozenset({Force.NORMALLY})
NEW_ACTORS = frozenset(Actor) - {Actor.SCHOOL, Actor.HEADTEACHER, Actor.STAFF, Actor.NOT_STATED}

Word = TypeVar("Word", bound=StrEnum)
_PLACES: Mapping[type[StrEnum], Mapping[str, int]] = {
    vocabulary: {word: place for place, word in enumerate(vocabulary)}
    for vocabulary in (Party, Finding, Fact, Step, Actor)
}


def sort_words(words: Iterable[Word]) -> tuple[Word, ...]:
    """Return words of one vocabulary in its order, then a pack's own in the order of the alphabet."""
    return tuple(sorted(words, key=place_word))


def place_word(word: StrEnum) -> tuple[int, str]:
    """Return what sorts a word among the others of its vocabulary."""
    places = _PLACES[type(word)]
    return places.get(word, len(places)), word
