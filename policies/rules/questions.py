"""The facts that a step waits for, as people are asked them: one row for each."""

from dataclasses import dataclass

from policies.rules.words import Fact


@dataclass(frozen=True, slots=True)
class FactWording:
    """A fact as asked, as confirmed and as what a step waits for; in the table `{party}` is whom it is about."""

    fact: Fact
    asks: str
    confirmed: str
    waits_for: str
    note: str = ""


_QUESTIONS = (
    FactWording(
        Fact.REFUSED,
        asks="Has the {party} refused?",
        confirmed="The {party} has refused",
        waits_for="a refusal",
        note="No reply is not a refusal.",
    ),
    FactWording(
        Fact.CONTINUED,
        asks="Has the {party} carried on?",
        confirmed="It has gone on",
        waits_for="word that it has gone on",
        note="Something new, after the {party} was asked to stop.",
    ),
    FactWording(
        Fact.ON_SCHOOL_CHANNEL,
        asks="Is it on a forum, page or account that the school runs?",
        confirmed="It was on a page, forum or account the school runs",
        waits_for="whether it was on a channel the school runs",
    ),
    FactWording(
        Fact.POLICE_APPROPRIATE,
        asks="Does the school feel that it is appropriate to contact the police?",
        confirmed="It is right to involve the police",
        waits_for="whether it is right to involve the police",
        note="For you to judge. In danger now, call 999 whatever the policy says.",
    ),
    FactWording(
        Fact.BREACH_FOUND,
        asks="Has it been found that the {party} broke the policy?",
        confirmed="The school has found a breach",
        waits_for="a breach to be found",
        note="After looking into it and hearing the {party}.",
    ),
    FactWording(
        Fact.GROSS_MISCONDUCT,
        asks="Has it been found to be gross misconduct?",
        confirmed="It is gross misconduct",
        waits_for="whether it is gross misconduct",
        note="Take advice from your personnel adviser first.",
    ),
    FactWording(
        Fact.SERIOUS_MISUSE,
        asks="Has it been found to be serious misuse?",
        confirmed="It is serious misuse",
        waits_for="whether it is serious misuse",
    ),
    FactWording(
        Fact.REASONABLE_COMPLAINT,
        asks="Does the {party} have a reasonable complaint?",
        confirmed="There is a reasonable complaint behind it",
        waits_for="whether there is a reasonable complaint behind it",
        note="A complaint can be reasonable however it was aired.",
    ),
    FactWording(
        Fact.ABOUT_SCHOOL_OR_TEACHER,
        asks="Is it about the school or a teacher?",
        confirmed="It is about the school or a teacher",
        waits_for="whether it is about the school or a teacher",
    ),
    FactWording(
        Fact.TEACHER,
        asks="Is the {party} a teacher?",
        confirmed="The {party} is a teacher",
        waits_for="whether the {party} is a teacher",
    ),
    FactWording(
        Fact.EXTREME_CASE,
        asks="Is this an extreme case?",
        confirmed="It is an extreme case",
        waits_for="whether it is an extreme case",
        note="The policy does not say what is extreme. Say why you think so.",
    ),
    FactWording(
        Fact.UNDER_18,
        asks="Is the former pupil under 18?",
        confirmed="The former pupil is under 18",
        waits_for="whether the former pupil is under 18",
    ),
    FactWording(
        Fact.OUTSIDE_PROTOCOL,
        asks="Was the communication outside the agreed protocols?",
        confirmed="It was outside the school's agreed ways of talking to pupils",
        waits_for="whether it was outside the agreed ways of talking to pupils",
    ),
    FactWording(
        Fact.PRIOR_RELATIONSHIP,
        asks="Did the {party} know the child or family already?",
        confirmed="They knew each other before, outside school",
        waits_for="whether they knew each other before",
    ),
    FactWording(
        Fact.OWN_CHILD,
        asks="Is the child the {party}'s own?",
        confirmed="It is about their own child",
        waits_for="whether it is about their own child",
    ),
    FactWording(
        Fact.WORK_AND_EQUIPMENT,
        asks="Was it both at work and on the school's equipment?",
        confirmed="It was at work and on the school's equipment",
        waits_for="whether it was at work and on the school's equipment",
        note="Both, not one of them.",
    ),
    FactWording(
        Fact.DISREPUTE_POSSIBLE,
        asks="Could it bring the school into disrepute?",
        confirmed="It could bring the school into disrepute",
        waits_for="whether it could bring the school into disrepute",
    ),
    FactWording(
        Fact.POLICY_TERM_NAMED,
        asks="Can you name the term of the policy that it breaks?",
        confirmed="It breaks a term that the policy names",
        waits_for="whether it breaks a term that the policy names",
        note="Say which one.",
    ),
    FactWording(
        Fact.LEGAL_OR_REPUTATION_RISK,
        asks="Could the content harm the school's reputation or put it at risk of legal action?",
        confirmed="There is a risk of legal claims or to the school's reputation",
        waits_for="whether there is a legal or reputation risk",
    ),
    FactWording(
        Fact.WORDING_APPLIES,
        asks="Do you read this clause as reaching the {party}, though it does not name them?",
        confirmed="The clause reaches this {party}",
        waits_for="whether the clause reaches this {party}",
        note="The clause names nobody, or somebody else. Read it before you decide.",
    ),
    FactWording(
        Fact.REPEATED,
        asks="Has something of this kind happened before?",
        confirmed="An earlier incident of the kind is on record",
        waits_for="an earlier incident of the kind on record",
        note="Look at what is on record, and decide whether it counts.",
    ),
    FactWording(
        Fact.CHILD_HARMED,
        asks="Does it say that a child was or may have been harmed?",
        confirmed="It says that a child was or may have been harmed",
        waits_for="whether it says that a child was harmed",
        note="What it says is enough. Do not look into whether it is true.",
    ),
    FactWording(
        Fact.CHILD_INVOLVED,
        asks="Is a child involved?",
        confirmed="A child is involved",
        waits_for="whether a child is involved",
    ),
    FactWording(
        Fact.IMMEDIATE_RISK,
        asks="Is anybody in danger now?",
        confirmed="Somebody is in danger",
        waits_for="whether somebody is in danger",
        note="If so, call 999 first.",
    ),
)
QUESTIONS = {question.fact: question for question in _QUESTIONS}
