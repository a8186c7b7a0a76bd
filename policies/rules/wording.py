"""What each word of an assessment means, for people: one table for each vocabulary."""

from dataclasses import dataclass

from .words import Actor, Fact, Finding, Force, Notice, Party, State, Step


@dataclass(frozen=True, slots=True)
class FindingMeaning:
    """A finding as a page offers it: the heading it stands under, its short name, and what it means."""

    heading: str
    name: str
    means: str


ACCUSATIONS = "Accusations and complaints"
HURTFUL = "Hurtful or threatening comments"
CONTACT = "Contact with pupils, former pupils and parents"
IMAGES = "Images and private information"
SCHOOL = "The school's name and affairs"
DEVICES = "Devices, accounts and settings"
SCHOOL_ACCOUNTS = "The school's own accounts"
REPORTING = "Reporting and anything else"

PARTIES = {
    Party.STAFF: "member of staff",
    Party.GOVERNOR: "governor",
    Party.VOLUNTEER: "volunteer",
    Party.PARENT: "parent or carer",
    Party.PUPIL: "pupil",
    Party.VISITOR: "visitor",
    Party.OTHER: "person",
}

PARTY_TITLES = {
    Party.STAFF: "Staff",
    Party.GOVERNOR: "Governors",
    Party.VOLUNTEER: "Volunteers",
    Party.PARENT: "Parents and carers",
    Party.PUPIL: "Pupils",
    Party.VISITOR: "Visitors",
    Party.OTHER: "Anyone else, or nobody known",
}

FINDINGS = {
    Finding.DEFAMATION: FindingMeaning(
        ACCUSATIONS,
        "Possible defamation or libel",
        "The school considers that the posting is libellous or defamatory.",
    ),
    Finding.ALLEGATION: FindingMeaning(
        ACCUSATIONS, "Allegation", "The posting accuses staff or pupils of having done something wrong."
    ),
    Finding.ONLINE_COMPLAINT: FindingMeaning(
        ACCUSATIONS, "Complaint made online", "A complaint, a concern or a frustration is aired online."
    ),
    Finding.MALICIOUS_COMMENT: FindingMeaning(
        ACCUSATIONS,
        "Malicious comment",
        "The person is accused of malicious comments about the school or a member of its community.",
    ),
    Finding.ONLINE_ARGUMENT: FindingMeaning(
        ACCUSATIONS, "Online argument", "An argument online brings the school negative publicity."
    ),
    Finding.DISREPUTE: FindingMeaning(
        ACCUSATIONS, "Harm to reputation", "It harms, or may harm, the reputation of the school or its people."
    ),
    Finding.OFFENSIVE_COMMENT: FindingMeaning(
        HURTFUL,
        "Offensive comment",
        "It is negative, derogatory, rude or offensive about the school or about people who can be identified.",
    ),
    Finding.RACIST_COMMENT: FindingMeaning(HURTFUL, "Racist comment", "The comment is racist."),
    Finding.SEXIST_COMMENT: FindingMeaning(HURTFUL, "Sexist comment", "The comment is sexist."),
    Finding.HOMOPHOBIC_COMMENT: FindingMeaning(HURTFUL, "Homophobic comment", "The comment is homophobic."),
    Finding.HATE_COMMENT: FindingMeaning(HURTFUL, "Possible hate crime", "The comment could be seen as a hate crime."),
    Finding.ABUSIVE_COMMENT: FindingMeaning(HURTFUL, "Abusive comment", "The comment is abusive."),
    Finding.THREAT: FindingMeaning(HURTFUL, "Threat", "It is threatening, or it threatens violence."),
    Finding.OBSCENE_CONTENT: FindingMeaning(HURTFUL, "Obscene content", "The content is grossly obscene."),
    Finding.HARASSMENT: FindingMeaning(HURTFUL, "Harassment", "It harasses or intimidates somebody."),
    Finding.CYBERBULLYING: FindingMeaning(HURTFUL, "Cyberbullying", "Somebody is bullied online."),
    Finding.PUPIL_REQUEST_RECEIVED: FindingMeaning(
        CONTACT,
        "A pupil got in touch",
        "A pupil's friend request or message reached the person, who did not accept it or answer.",
    ),
    Finding.PUPIL_CONTACT: FindingMeaning(
        CONTACT, "Contact with a pupil", "There is an online friendship or communication with a current pupil."
    ),
    Finding.FORMER_PUPIL_CONTACT: FindingMeaning(
        CONTACT,
        "Contact with a former pupil",
        "There is an online friendship or communication with a former pupil.",
    ),
    Finding.PARENT_CONTACT: FindingMeaning(
        CONTACT,
        "Contact with a parent or carer",
        "There is an online friendship or communication with a parent or carer, from a personal account.",
    ),
    Finding.PERSONAL_DETAILS_SHARED: FindingMeaning(
        CONTACT,
        "Personal details given to a child",
        "Personal contact details or personal information were given to a child.",
    ),
    Finding.PUPIL_ACCOUNT_ACCESS: FindingMeaning(
        CONTACT, "Use of a pupil's account", "The person used or looked at a pupil's own account."
    ),
    Finding.SEXUAL_ADVANCE: FindingMeaning(
        CONTACT,
        "Suspected sexual advance or grooming",
        "Sexual advances to a minor, or grooming of a minor, are suspected.",
    ),
    Finding.CHILD_IMAGE: FindingMeaning(
        IMAGES,
        "Image of a child",
        "An image or video of a child was used without the consent or permission that the policy asks for. "
        "For a parent or carer: of other people's children.",
    ),
    Finding.CHILD_IMAGE_WITH_NAME: FindingMeaning(
        IMAGES, "Image of a child with a name", "A child's image and the child's name appear together."
    ),
    Finding.STAFF_IMAGE: FindingMeaning(
        IMAGES,
        "Image of staff or others",
        "Employees or others connected with the school are shown in school activities, without permission.",
    ),
    Finding.IDENTIFYING_INFORMATION: FindingMeaning(
        IMAGES,
        "Information that identifies someone",
        "The information identifies someone, and could embarrass or offend them.",
    ),
    Finding.CONFIDENTIAL_INFORMATION: FindingMeaning(
        IMAGES,
        "Confidential information",
        "A confidential, business-sensitive or security matter was disclosed.",
    ),
    Finding.SCHOOL_NAME_OR_LOGO: FindingMeaning(
        SCHOOL,
        "School name or logo",
        "The school's name, logo or published material was used without permission.",
    ),
    Finding.SCHOOL_MATTERS_DISCUSSED: FindingMeaning(
        SCHOOL,
        "Talk of school matters",
        "There was talk of the school, its pupils, its staff, its events or individual matters.",
    ),
    Finding.IDENTIFIES_WITH_SCHOOL: FindingMeaning(
        SCHOOL, "Linked themselves to the school", "The person presents themselves as associated with the school."
    ),
    Finding.USE_AT_WORK: FindingMeaning(
        DEVICES,
        "Personal use at work",
        "Social media was used for personal reasons in working time or on the school's equipment.",
    ),
    Finding.USE_ON_PREMISES: FindingMeaning(
        DEVICES,
        "Own device on the premises",
        "A person's own device was used on the premises, while helping, or on a visit.",
    ),
    Finding.WEAK_PRIVACY_SETTINGS: FindingMeaning(
        DEVICES, "Account not private", "The account's settings do not keep it private."
    ),
    Finding.UNDERAGE_ACCOUNT: FindingMeaning(
        DEVICES, "Account below the minimum age", "The holder is below the platform's minimum age."
    ),
    Finding.PLATFORM_TERMS_BREACH: FindingMeaning(
        DEVICES, "Platform's terms broken", "It breaks the platform's terms of service."
    ),
    Finding.SCHOOL_ACCOUNT_MISUSE: FindingMeaning(
        SCHOOL_ACCOUNTS,
        "School account misused",
        "A school account was misused, or somebody posted to it who may not.",
    ),
    Finding.UNTRUSTED_SHARE: FindingMeaning(
        SCHOOL_ACCOUNTS,
        "Untrusted source shared",
        "A school account linked to, shared or mentioned an unknown or untrusted source.",
    ),
    Finding.ACCOUNT_COMPROMISE: FindingMeaning(
        SCHOOL_ACCOUNTS,
        "School account at risk",
        "There is a safety or security concern about the school's own account.",
    ),
    Finding.THIRD_PARTY_POSTING_SEEN: FindingMeaning(
        REPORTING, "Someone else's posting seen", "The person is aware of somebody else's inappropriate posting."
    ),
    Finding.FAILURE_TO_REPORT: FindingMeaning(
        REPORTING, "Not reported", "The person did not report what the policy says must be reported."
    ),
    Finding.APPLICANT_VETTING: FindingMeaning(
        REPORTING, "Applicant looked up", "An applicant for a post was looked up on social media."
    ),
    Finding.OTHER_BREACH: FindingMeaning(
        REPORTING,
        "Something else",
        "It goes against the guidance or the spirit of the policy. You will be asked to write the reason.",
    ),
}

QUESTIONS = {
    Fact.REFUSED: "Has the {party} refused?",
    Fact.CONTINUED: "Has the {party} carried on?",
    Fact.ON_SCHOOL_CHANNEL: "Is it on a forum, page or account that the school runs?",
    Fact.POLICE_APPROPRIATE: "Does the school feel that it is appropriate to contact the police?",
    Fact.BREACH_FOUND: "Has it been found that the {party} broke the policy?",
    Fact.GROSS_MISCONDUCT: "Has it been found to be gross misconduct?",
    Fact.SERIOUS_MISUSE: "Has it been found to be serious misuse?",
    Fact.REASONABLE_COMPLAINT: "Does the {party} have a reasonable complaint?",
    Fact.ABOUT_SCHOOL_OR_TEACHER: "Is it about the school or a teacher?",
    Fact.TEACHER: "Is the {party} a teacher?",
    Fact.EXTREME_CASE: "Is this an extreme case?",
    Fact.UNDER_18: "Is the former pupil under 18?",
    Fact.OUTSIDE_PROTOCOL: "Was the communication outside the agreed protocols?",
    Fact.PRIOR_RELATIONSHIP: "Did the {party} know the child or family already?",
    Fact.OWN_CHILD: "Is the child the {party}'s own?",
    Fact.WORK_AND_EQUIPMENT: "Was it both at work and on the school's equipment?",
    Fact.DISREPUTE_POSSIBLE: "Could it bring the school into disrepute?",
    Fact.POLICY_TERM_NAMED: "Can you name the term of the policy that it breaks?",
    Fact.LEGAL_OR_REPUTATION_RISK: "Could the content harm the school's reputation or put it at risk of legal action?",
    Fact.WORDING_APPLIES: "Do you read this clause as reaching the {party}, though it does not name them?",
}

STEPS = {
    Step.REPORT_TO_PLATFORM: "Report it to the platform",
    Step.COMPLAIN_TO_HOST: "Complain to the site's host",
    Step.REQUEST_REMOVAL: "Ask for the content to be removed",
    Step.REMOVE_CONTENT: "Remove content from a school channel",
    Step.CLOSE_APPLICATION: "Close an application",
    Step.BLOCK_ACCESS: "Block access",
    Step.MEETING: "Hold a meeting",
    Step.WRITE_WARNING: "Write a warning",
    Step.COMPLAINTS_PROCEDURE: "Use the complaints procedure",
    Step.CONTACT_POLICE: "Contact the police",
    Step.CRIMINAL_INVESTIGATION: "A criminal investigation may follow",
    Step.REPORT_TO_LOCAL_AUTHORITY: "Report it to the local authority",
    Step.LEGAL_ADVICE: "Take legal advice or action",
    Step.BAN_DEVICES_AT_EVENTS: "Ban devices at school events",
    Step.NOTIFY_PARENTS: "Tell the child's parents",
    Step.INFORM_HEADTEACHER: "Tell the Headteacher",
    Step.SAFEGUARDING_PROCEDURES: "Follow the safeguarding procedures",
    Step.ADVISE: "Give advice",
    Step.INVESTIGATE: "Investigate",
    Step.SUSPEND: "Suspend",
    Step.DISCIPLINARY_ACTION: "Take disciplinary action",
    Step.DISMISSAL: "Dismiss",
    Step.OWN_ACTION: "Take the school's own action",
}

FORCES = {
    Force.ALWAYS: "Always",
    Force.MUST: "Must",
    Force.WILL: "The school will",
    Force.EXPECTED: "The school expects",
    Force.SHOULD: "Should",
    Force.LIKELY: "Likely",
    Force.CONSIDER: "Will consider",
    Force.MAY: "May",
}

STATES = {State.OPEN: "Open now", State.WAITING: "Waiting", State.DONE: "Done"}

NOTICES = {
    Notice.DRAFT: "This is a draft. It is not the school's policy.",
    Notice.APPROVAL_NOT_RECORDED: "This copy does not show that the policy was approved.",
    Notice.REVIEW_OVERDUE: "The policy is past its review date.",
    Notice.NO_REVIEW_DATE: "The policy gives no review date.",
    Notice.NO_DATE_STATED: "The policy does not say from when it is in force.",
    Notice.NO_VERSION_IN_FORCE: "No version of this policy was in force on the day of the incident.",
}

ACTORS = {
    Actor.SCHOOL: "the school",
    Actor.HEADTEACHER: "the Headteacher",
    Actor.STAFF: "the member of staff",
    Actor.NOT_STATED: "the policy does not say",
}


def question(fact: Fact, party: Party) -> str:
    """Return the question that confirms a fact, asked of this party."""
    return QUESTIONS[fact].format(party=PARTIES[party])
