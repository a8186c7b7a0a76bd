"""What the school considers of what happened, in words that accuse nobody of more than it has found."""

from collections.abc import Collection

from policies.rules.words import Finding
from web.text import join_words

_MAY = {
    Finding.DEFAMATION: "be defamatory",
    Finding.ALLEGATION: "make an allegation about staff or pupils",
    Finding.ONLINE_COMPLAINT: "be a complaint aired online",
    Finding.MALICIOUS_COMMENT: "be malicious",
    Finding.OFFENSIVE_COMMENT: "be offensive",
    Finding.RACIST_COMMENT: "be racist",
    Finding.SEXIST_COMMENT: "be sexist",
    Finding.HOMOPHOBIC_COMMENT: "be homophobic",
    Finding.HATE_COMMENT: "be seen as a hate crime",
    Finding.ABUSIVE_COMMENT: "be abusive",
    Finding.THREAT: "be threatening",
    Finding.OBSCENE_CONTENT: "be obscene",
    Finding.HARASSMENT: "be harassment",
    Finding.CYBERBULLYING: "be cyberbullying",
    Finding.ONLINE_ARGUMENT: "be an argument online that draws attention to the school",
    Finding.DISREPUTE: "harm the reputation of the school or its people",
    Finding.PUPIL_REQUEST_RECEIVED: "be an approach by a pupil that was not answered",
    Finding.PUPIL_CONTACT: "be contact with a pupil",
    Finding.FORMER_PUPIL_CONTACT: "be contact with a former pupil",
    Finding.PARENT_CONTACT: "be contact with a parent or carer from a personal account",
    Finding.PERSONAL_DETAILS_SHARED: "have given personal details to a child",
    Finding.PUPIL_ACCOUNT_ACCESS: "be use of a pupil's own account",
    Finding.SEXUAL_ADVANCE: "be a sexual advance to a child",
    Finding.CHILD_IMAGE: "show a child without the agreement the policy asks for",
    Finding.CHILD_IMAGE_WITH_NAME: "show a child's image and name together",
    Finding.STAFF_IMAGE: "show staff or others without their agreement",
    Finding.IDENTIFYING_INFORMATION: "identify somebody and embarrass or offend them",
    Finding.CONFIDENTIAL_INFORMATION: "disclose something confidential",
    Finding.SCHOOL_NAME_OR_LOGO: "use the school's name or logo without permission",
    Finding.SCHOOL_MATTERS_DISCUSSED: "discuss school matters",
    Finding.IDENTIFIES_WITH_SCHOOL: "link the person with the school",
    Finding.USE_AT_WORK: "be personal use at work",
    Finding.USE_ON_PREMISES: "be use of an own device on the premises",
    Finding.WEAK_PRIVACY_SETTINGS: "show that the account is not private",
    Finding.UNDERAGE_ACCOUNT: "show an account below the minimum age",
    Finding.PLATFORM_TERMS_BREACH: "break the platform's terms",
    Finding.SCHOOL_ACCOUNT_MISUSE: "be misuse of a school account",
    Finding.UNTRUSTED_SHARE: "share a source that is not trusted",
    Finding.ACCOUNT_COMPROMISE: "put a school account at risk",
    Finding.THIRD_PARTY_POSTING_SEEN: "show that they knew of somebody else's posting",
    Finding.FAILURE_TO_REPORT: "show that something was not reported",
    Finding.APPLICANT_VETTING: "be a look-up of an applicant",
    Finding.OTHER_BREACH: "go against the policy in another way",
}


def considers(findings: Collection[Finding]) -> str:
    """What the school considers, such as "The school considers that it may be defamatory."."""
    if not findings:
        return "The school has not established anything yet."
    return f"The school considers that it may {may(findings)}."


def may(findings: Collection[Finding]) -> str:
    """What it may be, such as "be defamatory and may be racist"; empty where nothing is established."""
    return join_words([f"may {_MAY[finding]}" for finding in Finding if finding in findings]).removeprefix("may ")
