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
COMMENTS = POLICE | {F.DEFAMATION, F.ALLEGATION, F.ONLINE_COMPLAINT, F.MALICIOUS_COMMENT, F.OFFENSIVE_COMMENT}
CONTENT = COMMENTS | {F.HOMOPHOBIC_COMMENT, F.HARASSMENT, F.CYBERBULLYING, F.CHILD_IMAGE, F.CHILD_IMAGE_WITH_NAME}
PARENT_CONTENT = CONTENT | {F.OTHER_BREACH}
PARENT_BREACH = PARENT_CONTENT | {F.USE_ON_PREMISES}
ABOUT_CHILDREN = {F.IDENTIFYING_INFORMATION, F.SCHOOL_MATTERS_DISCUSSED}
STAFF_BREACH = (
    PARENT_BREACH
    | ABOUT_CHILDREN
    | {F.OBSCENE_CONTENT, F.ONLINE_ARGUMENT, F.DISREPUTE, F.PUPIL_CONTACT, F.PARENT_CONTACT, F.STAFF_IMAGE}
    | {F.CONFIDENTIAL_INFORMATION, F.IDENTIFIES_WITH_SCHOOL, F.USE_AT_WORK, F.WEAK_PRIVACY_SETTINGS}
    | {F.FAILURE_TO_REPORT}
)

Fired = tuple[str, str, str, str, list[str], str | None]
Answer = dict[str, Any]


def answer(party: Party, findings: frozenset[Finding], confirmed: frozenset[str]) -> list[Answer]:
    """Return every step with its clauses, in the order of the document."""
    fired: list[Fired] = []

    def fire(step: str, clause: str, force: str, who: str, *facts: str, either: str | None = None) -> None:
        fired.append((step, clause, force, who, [fact for fact in facts if fact not in confirmed], either))

    if party == Party.STAFF:
        fire_staff(findings, fire)
    if party == Party.PARENT:
        fire_parent(findings, fire)
    if findings & POLICE:
        if party == Party.PARENT:
            fire("contact_police", "AVR-E12", "always", "not stated")
        else:
            fire("contact_police", "AVR-E12", "always", "not stated", "wording_applies")
    return steps_from(fired)


def fire_staff(findings: frozenset[Finding], fire: Any) -> None:
    """Fire the rules for staff."""
    if F.PUPIL_REQUEST_RECEIVED in findings:
        fire("notify_parents", "AVR-S2", "expected", "staff")
    if findings & STAFF_BREACH:
        fire("own_action", "AVR-E1", "will", "school")
    if F.FORMER_PUPIL_CONTACT in findings:
        fire("own_action", "AVR-E1", "will", "school", "under_18")
    if F.PUPIL_CONTACT in findings:
        fire("disciplinary_action", "AVR-E3", "likely", "not stated", "breach_found", "teacher")
        fire("contact_police", "AVR-E4", "will", "not stated", "extreme_case", "teacher")
    if F.FORMER_PUPIL_CONTACT in findings:
        fire("contact_police", "AVR-E4", "will", "not stated", "under_18", "extreme_case", "teacher")
    if F.SEXUAL_ADVANCE in findings:
        fire("contact_police", "AVR-E4", "will", "not stated", "teacher")


def fire_parent(findings: frozenset[Finding], fire: Any) -> None:
    """Fire the rules for parents."""
    if findings & PARENT_BREACH:
        fire("own_action", "AVR-E1", "will", "school")
    if findings & ABOUT_CHILDREN:
        fire("own_action", "AVR-E1", "will", "school", "wording_applies")
    if findings & PARENT_CONTENT:
        fire("request_removal", "AVR-E5", "likely", "school")
    if findings & ABOUT_CHILDREN:
        fire("request_removal", "AVR-E5", "likely", "school", "wording_applies")
    if findings & PARENT_BREACH:
        fire("ban_devices_at_events", "AVR-E6", "may", "school", "continued")
    if findings & ABOUT_CHILDREN:
        fire("ban_devices_at_events", "AVR-E6", "may", "school", "wording_applies", "continued")
    if F.MALICIOUS_COMMENT in findings:
        about = "about_school_or_teacher"
        fire("meeting", "AVR-E8", "will", "school", about)
        fire("complaints_procedure", "AVR-E9", "should", "school", about, "reasonable_complaint")
        fire("request_removal", "AVR-E10", "may", "school", about, either="AVR-E10")
        fire("block_access", "AVR-E10", "may", "school", about, either="AVR-E10")
        fire("report_to_platform", "AVR-E11", "will", "school", about, "refused", either="AVR-E11")
        fire("report_to_local_authority", "AVR-E11", "will", "school", about, "refused", either="AVR-E11")
        fire("legal_advice", "AVR-E11", "may", "school", about, "refused")


def steps_from(fired: list[Fired]) -> list[Answer]:
    """Gather the trace into steps: one for each, with every clause that gives it."""
    steps: dict[str, Answer] = {}
    for step, clause, force, who, missing, either in fired:
        entry = steps.setdefault(step, {"step": step, "who": who, "alternatives": None, "clauses": []})
        entry["alternatives"] = entry["alternatives"] or either
        cited = {"id": clause, "place": PLACES[clause], "force": force, "waiting_for": missing, "question": None}
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
