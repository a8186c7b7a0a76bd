"""The words of an assessment as people read them: one table for each vocabulary, one row for each word."""

from dataclasses import dataclass

from policies.rules.words import Actor, Finding, Force, Notice, Party, Step


@dataclass(frozen=True, slots=True)
class PartyWording:
    """A capacity as a sentence names one person in it, and as a heading names them all."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class FindingWording:
    """A finding as a page offers it: the heading it stands under, its short name, and what it means.

    `careful` goes on from "The school considers that it may"; `by_writer` and `by_colleague` from "The policy does not
    speak of", for whoever writes a report and for who reads it.
    """

    heading: str
    name: str
    means: str
    careful: str
    by_writer: str = ""
    by_colleague: str = ""


@dataclass(frozen=True, slots=True)
class StepWording:
    """A step, and what a warning says of it to the person warned: empty where a warning does not speak of it."""

    label: str
    to_the_person: str = ""


@dataclass(frozen=True, slots=True)
class ForceWording:
    """The document's own verb, never raised or lowered: beside a step in a list, and as its tag on a page.

    `says` is what the policy says of a step; `of_the_school` begins a sentence that goes on with the step.
    """

    label: str
    tag: str
    says: str
    of_the_school: str


@dataclass(frozen=True, slots=True)
class ActorWording:
    """Who takes a step, by name, and as a sentence begins with them: empty where the policy names nobody."""

    name: str
    subject: str


ACCUSATIONS = "Accusations and complaints"
HURTFUL = "Hurtful or threatening comments"
CONTACT = "Contact with pupils, former pupils and parents"
IMAGES = "Images and private information"
SCHOOL = "The school's name and affairs"
DEVICES = "Devices, accounts and settings"
SCHOOL_ACCOUNTS = "The school's own accounts"
REPORTING = "Reporting and anything else"

PARTIES = {
    Party.STAFF: PartyWording("member of staff", "Staff"),
    Party.GOVERNOR: PartyWording("governor", "Governors"),
    Party.VOLUNTEER: PartyWording("volunteer", "Volunteers"),
    Party.PARENT: PartyWording("parent or carer", "Parents and carers"),
    Party.PUPIL: PartyWording("pupil", "Pupils"),
    Party.CONTRACTOR: PartyWording("contractor", "Contractors, agency and supply workers, trainees"),
    Party.VISITOR: PartyWording("visitor", "Visitors"),
    Party.OTHER: PartyWording("person", "Anyone else, or nobody known"),
}

FINDINGS = {
    Finding.DEFAMATION: FindingWording(
        ACCUSATIONS,
        "Possible defamation or libel",
        "The school considers that the posting is libellous or defamatory.",
        "be defamatory",
    ),
    Finding.ALLEGATION: FindingWording(
        ACCUSATIONS,
        "Allegation",
        "The posting accuses staff or pupils of having done something wrong.",
        "make an allegation about staff or pupils",
    ),
    Finding.ONLINE_COMPLAINT: FindingWording(
        ACCUSATIONS,
        "Complaint made online",
        "A complaint, a concern or a frustration is aired online.",
        "be a complaint aired online",
    ),
    Finding.MALICIOUS_COMMENT: FindingWording(
        ACCUSATIONS,
        "Malicious comment",
        "The person is accused of malicious comments about the school or a member of its community.",
        "be malicious",
    ),
    Finding.ONLINE_ARGUMENT: FindingWording(
        ACCUSATIONS,
        "Online argument",
        "An argument online brings the school negative publicity.",
        "be an argument online that draws attention to the school",
    ),
    Finding.DISREPUTE: FindingWording(
        ACCUSATIONS,
        "Harm to reputation",
        "It harms, or may harm, the reputation of the school or its people.",
        "harm the reputation of the school or its people",
    ),
    Finding.OFFENSIVE_COMMENT: FindingWording(
        HURTFUL,
        "Offensive comment",
        "It is negative, derogatory, rude or offensive about the school or about people who can be identified.",
        "be offensive",
    ),
    Finding.RACIST_COMMENT: FindingWording(HURTFUL, "Racist comment", "The comment is racist.", "be racist"),
    Finding.SEXIST_COMMENT: FindingWording(HURTFUL, "Sexist comment", "The comment is sexist.", "be sexist"),
    Finding.HOMOPHOBIC_COMMENT: FindingWording(
        HURTFUL, "Homophobic comment", "The comment is homophobic.", "be homophobic"
    ),
    Finding.HATE_COMMENT: FindingWording(
        HURTFUL, "Possible hate crime", "The comment could be seen as a hate crime.", "be seen as a hate crime"
    ),
    Finding.ABUSIVE_COMMENT: FindingWording(HURTFUL, "Abusive comment", "The comment is abusive.", "be abusive"),
    Finding.THREAT: FindingWording(
        HURTFUL, "Threat", "It is threatening, or it threatens violence.", "be threatening"
    ),
    Finding.OBSCENE_CONTENT: FindingWording(
        HURTFUL, "Obscene content", "The content is grossly obscene.", "be obscene"
    ),
    Finding.HARASSMENT: FindingWording(HURTFUL, "Harassment", "It harasses or intimidates somebody.", "be harassment"),
    Finding.CYBERBULLYING: FindingWording(HURTFUL, "Cyberbullying", "Somebody is bullied online.", "be cyberbullying"),
    Finding.PUPIL_REQUEST_RECEIVED: FindingWording(
        CONTACT,
        "A pupil got in touch",
        "A pupil's friend request or message reached the person, who did not accept it or answer.",
        "be an approach by a pupil that was not answered",
        by_writer="a request you did not accept",
        by_colleague="a request that was not accepted",
    ),
    Finding.PUPIL_CONTACT: FindingWording(
        CONTACT,
        "Contact with a pupil",
        "There is an online friendship or communication with a current pupil.",
        "be contact with a pupil",
        by_writer="contact with a pupil in your position",
        by_colleague="contact with a pupil in their position",
    ),
    Finding.FORMER_PUPIL_CONTACT: FindingWording(
        CONTACT,
        "Contact with a former pupil",
        "There is an online friendship or communication with a former pupil.",
        "be contact with a former pupil",
        by_writer="contact with a former pupil in your position",
        by_colleague="contact with a former pupil in their position",
    ),
    Finding.PARENT_CONTACT: FindingWording(
        CONTACT,
        "Contact with a parent or carer",
        "There is an online friendship or communication with a parent or carer, from a personal account.",
        "be contact with a parent or carer from a personal account",
        by_writer="contact with a parent in your position",
        by_colleague="contact with a parent in their position",
    ),
    Finding.PERSONAL_DETAILS_SHARED: FindingWording(
        CONTACT,
        "Personal details given to a child",
        "Personal contact details or personal information were given to a child.",
        "have given personal details to a child",
    ),
    Finding.PUPIL_ACCOUNT_ACCESS: FindingWording(
        CONTACT,
        "Use of a pupil's account",
        "The person used or looked at a pupil's own account.",
        "be use of a pupil's own account",
    ),
    Finding.SEXUAL_ADVANCE: FindingWording(
        CONTACT,
        "Suspected sexual advance or grooming",
        "Sexual advances to a minor, or grooming of a minor, are suspected.",
        "be a sexual advance to a child",
    ),
    Finding.CHILD_IMAGE: FindingWording(
        IMAGES,
        "Image of a child",
        "An image or video of a child was used without the consent or permission that the policy asks for. "
        "For a parent or carer: of other people's children.",
        "show a child without the agreement the policy asks for",
    ),
    Finding.CHILD_IMAGE_WITH_NAME: FindingWording(
        IMAGES,
        "Image of a child with a name",
        "A child's image and the child's name appear together.",
        "show a child's image and name together",
    ),
    Finding.STAFF_IMAGE: FindingWording(
        IMAGES,
        "Image of staff or others",
        "Employees or others connected with the school are shown in school activities, without permission.",
        "show staff or others without their agreement",
    ),
    Finding.IDENTIFYING_INFORMATION: FindingWording(
        IMAGES,
        "Information that identifies someone",
        "The information identifies someone, and could embarrass or offend them.",
        "identify somebody and embarrass or offend them",
    ),
    Finding.CONFIDENTIAL_INFORMATION: FindingWording(
        IMAGES,
        "Confidential information",
        "A confidential, business-sensitive or security matter was disclosed.",
        "disclose something confidential",
    ),
    Finding.NUDE_IMAGE: FindingWording(
        IMAGES,
        "Possible nude image of a child",
        "An image may show somebody under 18 nude or partly undressed. Do not look at it, copy it or upload it here.",
        "involve an image that nobody should look at or pass on",
    ),
    Finding.GENERATED_IMAGE: FindingWording(
        IMAGES,
        "Image or voice made by software",
        "An image, a recording or a voice of a real person was made or altered by software.",
        "be an image or recording of a real person made by software",
    ),
    Finding.RECORDING: FindingWording(
        IMAGES,
        "Recording without permission",
        "A meeting, a lesson or a person was recorded without permission.",
        "be a recording made without permission",
    ),
    Finding.SCHOOL_NAME_OR_LOGO: FindingWording(
        SCHOOL,
        "School name or logo",
        "The school's name, logo or published material was used without permission.",
        "use the school's name or logo without permission",
    ),
    Finding.SCHOOL_MATTERS_DISCUSSED: FindingWording(
        SCHOOL,
        "Talk of school matters",
        "There was talk of the school, its pupils, its staff, its events or individual matters.",
        "discuss school matters",
    ),
    Finding.IDENTIFIES_WITH_SCHOOL: FindingWording(
        SCHOOL,
        "Linked themselves to the school",
        "The person presents themselves as associated with the school.",
        "link the person with the school",
    ),
    Finding.USE_AT_WORK: FindingWording(
        DEVICES,
        "Personal use at work",
        "Social media was used for personal reasons in working time or on the school's equipment.",
        "be personal use at work",
    ),
    Finding.USE_ON_PREMISES: FindingWording(
        DEVICES,
        "Own device on the premises",
        "A person's own device was used on the premises, while helping, or on a visit.",
        "be use of an own device on the premises",
    ),
    Finding.WEAK_PRIVACY_SETTINGS: FindingWording(
        DEVICES,
        "Account not private",
        "The account's settings do not keep it private.",
        "show that the account is not private",
    ),
    Finding.UNDERAGE_ACCOUNT: FindingWording(
        DEVICES,
        "Account below the minimum age",
        "The holder is below the platform's minimum age.",
        "show an account below the minimum age",
    ),
    Finding.PLATFORM_TERMS_BREACH: FindingWording(
        DEVICES, "Platform's terms broken", "It breaks the platform's terms of service.", "break the platform's terms"
    ),
    Finding.IMPERSONATION: FindingWording(
        DEVICES,
        "Account that pretends to be somebody",
        "An account pretends to be the school or a person.",
        "pretend to be the school or somebody else",
    ),
    Finding.GROUP_MISUSE: FindingWording(
        DEVICES,
        "Messaging group used against its rules",
        "A class or parents' messaging group was used against its rules.",
        "break the rules of a messaging group",
    ),
    Finding.SCHOOL_ACCOUNT_MISUSE: FindingWording(
        SCHOOL_ACCOUNTS,
        "School account misused",
        "A school account was misused, or somebody posted to it who may not.",
        "be misuse of a school account",
    ),
    Finding.UNTRUSTED_SHARE: FindingWording(
        SCHOOL_ACCOUNTS,
        "Untrusted source shared",
        "A school account linked to, shared or mentioned an unknown or untrusted source.",
        "share a source that is not trusted",
    ),
    Finding.ACCOUNT_COMPROMISE: FindingWording(
        SCHOOL_ACCOUNTS,
        "School account at risk",
        "There is a safety or security concern about the school's own account.",
        "put a school account at risk",
        by_writer="a school account in trouble",
        by_colleague="a school account in trouble",
    ),
    Finding.THIRD_PARTY_POSTING_SEEN: FindingWording(
        REPORTING,
        "Someone else's posting seen",
        "The person is aware of somebody else's inappropriate posting.",
        "show that they knew of somebody else's posting",
        by_writer="telling the school what others post",
        by_colleague="telling the school what others post",
    ),
    Finding.FAILURE_TO_REPORT: FindingWording(
        REPORTING,
        "Not reported",
        "The person did not report what the policy says must be reported.",
        "show that something was not reported",
    ),
    Finding.APPLICANT_VETTING: FindingWording(
        REPORTING,
        "Applicant looked up",
        "An applicant for a post was looked up on social media.",
        "be a look-up of an applicant",
    ),
    Finding.OTHER_BREACH: FindingWording(
        REPORTING,
        "Something else",
        "It goes against the guidance or the spirit of the policy. You will be asked to write the reason.",
        "go against the policy in another way",
    ),
}

STEPS = {
    Step.REPORT_TO_PLATFORM: StepWording("Report it to the platform", "report the material to the site"),
    Step.COMPLAIN_TO_HOST: StepWording(
        "Complain to the site's host", "complain to the company behind the site and ask it to remove the material"
    ),
    Step.REQUEST_REMOVAL: StepWording("Ask for the content to be removed"),
    Step.REMOVE_CONTENT: StepWording("Remove content from a school channel"),
    Step.CLOSE_APPLICATION: StepWording("Close an application"),
    Step.BLOCK_ACCESS: StepWording("Block access", "block or limit your access to a page or forum of its own"),
    Step.MEETING: StepWording("Hold a meeting"),
    Step.WRITE_WARNING: StepWording("Write a warning"),
    Step.COMPLAINTS_PROCEDURE: StepWording("Use the complaints procedure"),
    Step.CONTACT_POLICE: StepWording("Contact the police", "contact the police, where it feels that this is right"),
    Step.CRIMINAL_INVESTIGATION: StepWording("A criminal investigation may follow"),
    Step.REPORT_TO_LOCAL_AUTHORITY: StepWording(
        "Report it to the local authority", "report the matter to the local authority"
    ),
    Step.LEGAL_ADVICE: StepWording("Take legal advice or action", "take legal advice"),
    Step.BAN_DEVICES_AT_EVENTS: StepWording("Ban devices at school events"),
    Step.NOTIFY_PARENTS: StepWording("Tell the child's parents"),
    Step.INFORM_HEADTEACHER: StepWording("Tell the Headteacher"),
    Step.SAFEGUARDING_PROCEDURES: StepWording("Follow the safeguarding procedures"),
    Step.ADVISE: StepWording("Give advice"),
    Step.INVESTIGATE: StepWording("Investigate"),
    Step.SUSPEND: StepWording("Suspend"),
    Step.DISCIPLINARY_ACTION: StepWording("Take disciplinary action"),
    Step.DISMISSAL: StepWording("Dismiss"),
    Step.OWN_ACTION: StepWording("Take the school's own action"),
    Step.DISCUSS: StepWording("Have an informal talk"),
    Step.KEEP_EVIDENCE: StepWording("Keep the evidence"),
    Step.RECORD_INCIDENT: StepWording("Record the incident"),
    Step.SUPPORT_AFFECTED: StepWording("Support the person affected"),
    Step.TELL_SAFEGUARDING_LEAD: StepWording("Tell the safeguarding lead"),
    Step.REFER_TO_DESIGNATED_OFFICER: StepWording("Refer it to the designated officer"),
    Step.REFER_TO_SOCIAL_CARE: StepWording("Refer it to children's social care"),
    Step.INFORM_CHAIR: StepWording("Tell the Chair of Governors"),
    Step.BAN_FROM_PREMISES: StepWording("Ban from the premises", "withdraw your permission to come onto its site"),
    Step.REMOVE_FROM_GROUP: StepWording("Remove from a group", "remove you from a group that the school runs"),
    Step.RESTORATIVE_MEETING: StepWording("Hold a restorative meeting"),
    Step.BEHAVIOUR_PROCEDURE: StepWording("Use the behaviour policy"),
    Step.EXCLUDE_PUPIL: StepWording("Suspend or exclude the pupil"),
    Step.CONFISCATE_DEVICE: StepWording("Confiscate a device"),
    Step.SUSPEND_GOVERNOR: StepWording("Suspend the governor"),
    Step.END_ROLE: StepWording("End the role"),
    Step.REFER_TO_REGULATOR: StepWording("Refer to the regulator of the profession"),
    Step.REPORT_TO_REGULATOR_OF_DATA: StepWording("Report it to the data protection regulator"),
}

FORCES = {
    Force.ALWAYS: ForceWording(
        label="Always",
        tag="Always",
        says="the policy says it is always done",
        of_the_school="The policy says that the school will always",
    ),
    Force.MUST: ForceWording(
        label="Must",
        tag="Must",
        says="the policy says it must be done",
        of_the_school="The policy says that the school must",
    ),
    Force.WILL: ForceWording(
        label="The school will",
        tag="Will",
        says="the policy says it will be done",
        of_the_school="The policy says that the school will",
    ),
    Force.NORMALLY: ForceWording(
        label="Normally",
        tag="Normally",
        says="the policy says it is normally done",
        of_the_school="The policy says that the school will normally",
    ),
    Force.EXPECTED: ForceWording(
        label="The school expects",
        tag="Expected",
        says="the policy expects it",
        of_the_school="The policy expects the school to",
    ),
    Force.SHOULD: ForceWording(
        label="Should",
        tag="Should",
        says="the policy says it should be done",
        of_the_school="The policy says that the school should",
    ),
    Force.LIKELY: ForceWording(
        label="Likely",
        tag="Likely",
        says="the policy says it is likely",
        of_the_school="The policy says that the school is likely to",
    ),
    Force.CONSIDER: ForceWording(
        label="Will consider",
        tag="Will consider",
        says="the policy says it will be considered",
        of_the_school="The policy says that the school will consider whether to",
    ),
    Force.MAY: ForceWording(
        label="May",
        tag="May",
        says="the policy says it may be done",
        of_the_school="The policy says that the school may",
    ),
}

NOTICES = {
    Notice.DRAFT: "This is a draft. It is not the school's policy.",
    Notice.APPROVAL_NOT_RECORDED: "This copy does not show that the policy was approved.",
    Notice.REVIEW_OVERDUE: "The policy is past its review date.",
    Notice.NO_REVIEW_DATE: "The policy gives no review date.",
    Notice.NO_DATE_STATED: "The policy does not say from when it is in force.",
    Notice.NO_VERSION_IN_FORCE: "No version of this policy was in force on the day of the incident.",
    Notice.NO_DRAFT: "A draft was asked for, and there is none. This is the answer of the version in force.",
}

ACTORS = {
    Actor.SCHOOL: ActorWording("the school", "The school"),
    Actor.HEADTEACHER: ActorWording("the Headteacher", "The Headteacher"),
    Actor.STAFF: ActorWording("the member of staff", "Staff"),
    Actor.NOT_STATED: ActorWording("the policy does not say", ""),
    Actor.DEPUTY: ActorWording("the Deputy Headteacher", "The Deputy Headteacher"),
    Actor.SAFEGUARDING_LEAD: ActorWording("the safeguarding lead", "The safeguarding lead"),
    Actor.CHAIR: ActorWording("the Chair of Governors", "The Chair of Governors"),
    Actor.GOVERNING_BODY: ActorWording("the governing body", "The governing body"),
    Actor.PANEL: ActorWording("a panel", "A panel"),
    Actor.LINE_MANAGER: ActorWording("the line manager", "The line manager"),
    Actor.CLASS_TEACHER: ActorWording("the class teacher", "The class teacher"),
    Actor.HUMAN_RESOURCES: ActorWording("human resources", "Human resources"),
    Actor.LOCAL_AUTHORITY: ActorWording("the local authority", "The local authority"),
    Actor.AFFECTED: ActorWording("the person affected", "The person affected"),
    Actor.WHOEVER_LEARNS: ActorWording("whoever learns of it", "Whoever learns of it"),
}
