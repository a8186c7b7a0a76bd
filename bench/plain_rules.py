"""The rules of Avenue and Recreation Road as plain if-statements, tracing the clause of every rule that fires.

This is what a careful programmer would write for one policy alone. It exists to be measured against.
"""

from typing import Any

from policies.rules.words import Finding, Party

FORCES = ["always", "must", "will", "expected", "should", "likely", "consider", "may"]
PLACES = {
    "AVR-S2": "Expectations of staff, second point",
    "AVR-E1": "How the policy is enforced, first paragraph",
    "AVR-E3": "How the policy is enforced, second paragraph, second sentence, first half",
    "AVR-E4": "How the policy is enforced, second paragraph, second sentence, second half",
    "AVR-E5": "How the policy is enforced, third paragraph, first sentence",
    "AVR-E6": "How the policy is enforced, third paragraph, second sentence",
    "AVR-E8": "How the policy is enforced, fourth paragraph, first sentence",
    "AVR-E9": "How the policy is enforced, fourth paragraph, second sentence, first half",
    "AVR-E10": "How the policy is enforced, fourth paragraph, second sentence, second half",
    "AVR-E11": "How the policy is enforced, fourth paragraph, third sentence",
    "AVR-E12": "How the policy is enforced, fourth paragraph, last sentence",
}
F = Finding
POLICE = {F.THREAT, F.ABUSIVE_COMMENT, F.RACIST_COMMENT, F.SEXIST_COMMENT, F.HATE_COMMENT}
COMMENTS = POLICE | {F.DEFAMATION, F.ALLEGATION, F.ONLINE_COMPLAINT, F.MALICIOUS_COMMENT, F.HOMOPHOBIC_COMMENT}
PARENT_CONTENT = COMMENTS | {F.HARASSMENT, F.CYBERBULLYING, F.CHILD_IMAGE, F.CHILD_IMAGE_WITH_NAME, F.OTHER_BREACH}
PARENT_BREACH = PARENT_CONTENT | {F.USE_ON_PREMISES}
ON_A_CHILD = {F.IDENTIFYING_INFORMATION, F.SCHOOL_MATTERS_DISCUSSED}
NOT_NAMED = {F.GENERATED_IMAGE, F.GROUP_MISUSE, F.IMPERSONATION, F.RECORDING}
STAFF_BREACH = (
    PARENT_BREACH
    | ON_A_CHILD
    | {F.OFFENSIVE_COMMENT, F.OBSCENE_CONTENT, F.ONLINE_ARGUMENT, F.DISREPUTE, F.PUPIL_CONTACT, F.PARENT_CONTACT}
    | {F.STAFF_IMAGE, F.CONFIDENTIAL_INFORMATION, F.IDENTIFIES_WITH_SCHOOL, F.USE_AT_WORK, F.WEAK_PRIVACY_SETTINGS}
    | {F.FAILURE_TO_REPORT, F.NUDE_IMAGE, F.SEXUAL_ADVANCE}
)
CONTACT = {F.PUPIL_CONTACT, F.SEXUAL_ADVANCE}

Ask = dict[str, str]
BEGAN: Ask = {"wording_applies": "Did it begin with the child's request?"}
OF_STAFF: Ask = {
    "wording_applies": "Does it break one of the expectations of staff, such as posting only what they would own as "
    "professionals, or not talking of the school online?"
}
CHILD: Ask = {
    "wording_applies": "Does it include another child of the school, or air a query, concern or complaint?",
}
MALICE: Ask = {"wording_applies": "Was it malicious?"}
POSTED: Ask = {
    "wording_applies": "Did what was posted include another child of the school, air a query, concern or complaint, "
    "or speak with malice of the school or its community?"
}
NUDE: Ask = {"wording_applies": "Was it posted, and is another child of the school in it?"}
HELPING: Ask = {"wording_applies": "Was it while helping at school, or on a school visit?"}
FOUND: Ask = {
    "breach_found": "Has it been found that there was inappropriate contact with a pupil on social media?",
}
REFUSED: Ask = {
    "refused": "Has the parent refused what the school asked, be it the meeting or taking the comments down? No "
    "reply is not a refusal."
}
AUTHOR: Ask = {
    "wording_applies": "Do you read these words, which name no author and stand in the paragraph about parents, as "
    "reaching this one?"
}
# What a parent's posting must be for the clauses on parents to reach it, where they do not name it.
READINGS = ((ON_A_CHILD, CHILD), ({F.OFFENSIVE_COMMENT}, MALICE), (NOT_NAMED, POSTED), ({F.NUDE_IMAGE}, NUDE))

Fired = tuple[str, str, str, str, list[str], str | None, str | None]
Answer = dict[str, Any]


def answer(party: Party, findings: frozenset[Finding], confirmed: frozenset[str]) -> list[Answer]:
    """Return every step with its clauses, in the order of the document."""
    fired: list[Fired] = []

    def fire(
        step: str, clause: str, force: str, who: str, *facts: str, asks: Ask | None = None, either: str | None = None
    ) -> None:
        missing = [fact for fact in facts if fact not in confirmed]
        question = " ".join([asks[fact] for fact in missing if fact in asks]) if asks else ""
        fired.append((step, clause, force, who, missing, either, question or None))

    if party == Party.STAFF:
        fire_staff(findings, fire)
    if party == Party.PARENT:
        fire_parent(findings, fire)
    if findings & POLICE:
        if party == Party.PARENT:
            fire("contact_police", "AVR-E12", "always", "not stated")
        else:
            fire("contact_police", "AVR-E12", "always", "not stated", "wording_applies", asks=AUTHOR)
    return steps_from(fired)


def fire_staff(findings: frozenset[Finding], fire: Any) -> None:
    """Fire the rules for staff."""
    if F.PUPIL_REQUEST_RECEIVED in findings:
        fire("notify_parents", "AVR-S2", "expected", "staff")
    if F.PUPIL_CONTACT in findings:
        fire("notify_parents", "AVR-S2", "expected", "staff", "wording_applies", asks=BEGAN)
    if findings & STAFF_BREACH:
        fire("own_action", "AVR-E1", "will", "school")
    if F.FORMER_PUPIL_CONTACT in findings:
        fire("own_action", "AVR-E1", "will", "school", "under_18")
    if findings & NOT_NAMED:
        fire("own_action", "AVR-E1", "will", "school", "wording_applies", asks=OF_STAFF)
    fire_staff_contact(findings, fire)


def fire_staff_contact(findings: frozenset[Finding], fire: Any) -> None:
    """Fire the rules for staff in contact with a pupil."""
    if findings & CONTACT:
        fire("disciplinary_action", "AVR-E3", "likely", "not stated", "breach_found", "teacher", asks=FOUND)
    if F.PUPIL_CONTACT in findings:
        fire("contact_police", "AVR-E4", "will", "not stated", "extreme_case", "teacher")
    if F.FORMER_PUPIL_CONTACT in findings:
        fire("contact_police", "AVR-E4", "will", "not stated", "under_18", "extreme_case", "teacher")
    if F.SEXUAL_ADVANCE in findings:
        fire("contact_police", "AVR-E4", "will", "not stated", "teacher")
    if F.NUDE_IMAGE in findings:
        fire("contact_police", "AVR-E4", "will", "not stated", "extreme_case", "teacher")


def fire_parent(findings: frozenset[Finding], fire: Any) -> None:
    """Fire the rules for parents."""
    if findings & PARENT_BREACH:
        fire("own_action", "AVR-E1", "will", "school")
    for reached, asks in READINGS:
        if findings & reached:
            fire("own_action", "AVR-E1", "will", "school", "wording_applies", asks=asks)
    if F.USE_AT_WORK in findings:
        fire("own_action", "AVR-E1", "will", "school", "wording_applies", asks=HELPING)
    fire_removal(findings, fire)
    fire_ban(findings, fire)
    if F.MALICIOUS_COMMENT in findings:
        fire_malicious(fire)


def fire_removal(findings: frozenset[Finding], fire: Any) -> None:
    """Fire the request to take it down."""
    if findings & PARENT_CONTENT:
        fire("request_removal", "AVR-E5", "likely", "school")
    for reached, asks in READINGS:
        if findings & reached:
            fire("request_removal", "AVR-E5", "likely", "school", "wording_applies", asks=asks)


def fire_ban(findings: frozenset[Finding], fire: Any) -> None:
    """Fire the ban of devices at events."""
    if findings & PARENT_BREACH:
        fire("ban_devices_at_events", "AVR-E6", "may", "school", "continued")
    for reached, asks in READINGS:
        if findings & reached:
            fire("ban_devices_at_events", "AVR-E6", "may", "school", "wording_applies", "continued", asks=asks)
    if F.USE_AT_WORK in findings:
        fire("ban_devices_at_events", "AVR-E6", "may", "school", "wording_applies", "continued", asks=HELPING)


def fire_malicious(fire: Any) -> None:
    """Fire the rules for a parent accused of malicious comments."""
    about = "about_school_or_teacher"
    fire("meeting", "AVR-E8", "will", "school", about)
    fire("complaints_procedure", "AVR-E9", "should", "not stated", about, "reasonable_complaint")
    fire("request_removal", "AVR-E10", "may", "school", about, either="AVR-E10")
    fire("block_access", "AVR-E10", "may", "school", about, either="AVR-E10")
    fire("report_to_platform", "AVR-E11", "will", "school", about, "refused", asks=REFUSED, either="AVR-E11")
    fire("report_to_local_authority", "AVR-E11", "will", "school", about, "refused", asks=REFUSED, either="AVR-E11")
    fire("legal_advice", "AVR-E11", "may", "school", about, "refused", asks=REFUSED)


def steps_from(fired: list[Fired]) -> list[Answer]:
    """Gather the trace into steps: one for each, with every clause that gives it."""
    steps: dict[str, Answer] = {}
    for step, clause, force, who, missing, either, question in fired:
        entry = steps.setdefault(step, {"step": step, "who": who, "alternatives": None, "clauses": []})
        entry["alternatives"] = entry["alternatives"] or either
        cited = {"id": clause, "place": PLACES[clause], "force": force, "waiting_for": missing, "question": question}
        same = [entry_clause for entry_clause in entry["clauses"] if entry_clause["id"] == clause]
        if not same:
            entry["clauses"].append(cited)
        elif len(missing) < len(same[0]["waiting_for"]):
            entry["clauses"][entry["clauses"].index(same[0])] = cited
    for entry in steps.values():
        clauses = entry["clauses"]
        standing = [entry_clause for entry_clause in clauses if not entry_clause["waiting_for"]]
        entry["state"] = "open" if standing else "waiting"
        entry["force"] = min((entry_clause["force"] for entry_clause in standing or clauses), key=FORCES.index)
        entry |= {"after": [], "within": None, "lasts": None, "passed_by": None}
        entry["waiting_for"] = min((entry_clause["waiting_for"] for entry_clause in clauses), key=len)
    return list(steps.values())
