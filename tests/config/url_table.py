"""What every address of the site answers: whose it is, which row it asks for, and how it answers those it is for.

The roles are written out by hand, and not taken from the table of who may do what, which this holds to account.
`tests/config/test_url_matrix.py` tries each of these rows as everybody, by GET and by POST. How anybody else is
answered follows from the row: a visitor who is not signed in goes to sign in, one without a role to the page that
says so, another role gets 403, and a row that one may not see gives 404. The wrong method gives 405 to all.
"""

from dataclasses import dataclass

from people.models import Role

Audience = frozenset[Role] | None

PUBLIC: Audience = None
ANYBODY: Audience = frozenset(Role)
HANDLERS: Audience = frozenset({Role.HEADTEACHER, Role.DEPUTY, Role.SAFEGUARDING_LEAD, Role.CHAIR})
REOPENERS: Audience = frozenset({Role.HEADTEACHER, Role.DEPUTY, Role.CHAIR})
REGISTER: Audience = frozenset({Role.HEADTEACHER, Role.DEPUTY, Role.SAFEGUARDING_LEAD, Role.ADMINISTRATOR})
OFFICE: Audience = frozenset({Role.HEADTEACHER, Role.ADMINISTRATOR})
CONCERNS: Audience = frozenset({Role.HEADTEACHER, Role.SAFEGUARDING_LEAD, Role.CHAIR})
READERS: Audience = frozenset({Role.HEADTEACHER, Role.DEPUTY, Role.CLERK, Role.ADMINISTRATOR})
GOVERNORS: Audience = frozenset({Role.GOVERNOR, Role.CHAIR, Role.CLERK})
OVERSEERS: Audience = frozenset({Role.GOVERNOR, Role.CHAIR, Role.CLERK, Role.HEADTEACHER, Role.DEPUTY})
SEE_REVIEWS: Audience = frozenset(Role) - {Role.SAFEGUARDING_LEAD, Role.STAFF, Role.VOLUNTEER}
APPROVALS: Audience = frozenset({Role.HEADTEACHER, Role.CLERK})
LEADERS: Audience = frozenset({Role.HEADTEACHER, Role.DEPUTY})
KEEP_REVIEWS: Audience = frozenset({Role.HEADTEACHER, Role.DEPUTY, Role.CLERK})


@dataclass(frozen=True)
class Address:
    """One address: `row` names what of tests/world.py it asks for, `get` and `post` the answers to those it is for.

    A POST comes with a body that no form takes, and a page that answers it says what is wrong, unless the address
    has no errors to show. A method without an answer is refused.
    """

    name: str
    audience: Audience
    row: str = ""
    get: int | None = None
    post: int | None = None
    has_errors: bool = True


@dataclass(frozen=True)
class Account:
    """One address of signing in, as a stranger, then as somebody signed in, gets it by GET and by POST."""

    name: str
    stranger: tuple[int, int]
    signed_in: tuple[int, int]
    arguments: tuple[str, ...] = ()


ADDRESSES = (
    Address("health", PUBLIC, get=200),
    Address("breaches:verify", PUBLIC, get=200, post=200),
    Address("people:accessibility", PUBLIC, get=200),
    Address("people:privacy", PUBLIC, get=200),
    # For every role
    Address("breaches:home", ANYBODY, get=200),
    Address("reminders:reminders", ANYBODY, get=200, post=200),
    Address("people:choose_membership", ANYBODY, get=200, post=404),
    Address("reports:report_start", ANYBODY, get=200),
    Address("reports:report_new", ANYBODY, "kind of report", get=200, post=200),
    Address("reports:my_reports", ANYBODY, get=200),
    Address("reports:my_report", ANYBODY, "report of one's own", get=200, post=200),
    Address("policies:policy_list", ANYBODY, get=200),
    Address("policies:ask", ANYBODY, get=200, post=200),
    Address("policies:policy", ANYBODY, "policy", get=200),
    Address("policies:version", ANYBODY, "version", get=200),
    Address("policies:document", ANYBODY, "version", get=200),
    Address("policies:differences", ANYBODY, "two versions", get=200),
    Address("policies:reviews", ANYBODY, "policy", get=200),
    Address("policies:policy_add", READERS, get=200, post=200),
    Address("policies:cycle_set", KEEP_REVIEWS, "policy", get=200, post=200),
    Address("policies:review_forward", KEEP_REVIEWS, "policy", get=200, post=200),
    Address("policies:review_record", KEEP_REVIEWS, "policy", get=200, post=200),
    Address("policies:version_start", LEADERS, "version", get=200, post=200),
    Address("policies:version_change", LEADERS, "draft of a version", get=200, post=200),
    Address("policies:version_propose", LEADERS, "draft of a version", get=200, post=200),
    Address("policies:version_withdraw", LEADERS, "draft of a version", get=200, post=200),
    Address("policies:version_send_back", APPROVALS, "proposed version", get=200, post=200),
    Address("policies:version_bring_into_force", APPROVALS, "proposed version", get=200, post=200),
    Address("policies:to_read", ANYBODY, get=200),
    Address("policies:version_acknowledge", ANYBODY, "version", post=302),
    Address("policies:reader_list", READERS, "policy", get=200),
    Address("policies:reader_ask", READERS, "policy", get=200, post=200),
    Address("policies:deadline_change", READERS, "request to read", get=200, post=200),
    Address("policies:approval_add", APPROVALS, "version", get=200, post=200),
    Address("policies:document_attach", APPROVALS, "version", get=200, post=200),
    # The register, and the school itself
    Address("people:person_list", REGISTER, get=200),
    Address("people:person_add", REGISTER, get=200, post=200),
    Address("people:person", REGISTER, "person", get=200),
    Address("people:person_change", REGISTER, "person", get=200, post=200),
    Address("people:relationship_add", REGISTER, "person", get=200, post=200),
    Address("people:relationship_remove", REGISTER, "family", post=302),
    Address("people:school", OFFICE, get=200),
    Address("people:school_change", OFFICE, get=200, post=302),
    Address("people:member_add", OFFICE, get=200, post=200),
    Address("people:member_end", OFFICE, "membership", get=200, post=200),
    Address("people:term_add", OFFICE, get=200, post=200),
    # Drafts, each its writer's alone
    Address("incidents:log_start", HANDLERS, get=200, post=302),
    Address("incidents:log_page", HANDLERS, "page of a draft", get=200, post=200),
    Address("incidents:log_check", HANDLERS, "draft", get=200, post=200, has_errors=False),
    Address("incidents:person_search", HANDLERS, "draft", get=200),
    Address("incidents:person_add", HANDLERS, "draft", get=200, post=200),
    Address("incidents:involvement_remove", HANDLERS, "part in a draft", post=302),
    Address("incidents:evidence_take_back", HANDLERS, "evidence of a draft", post=302),
    Address("incidents:discard", HANDLERS, "draft", get=200, post=302),
    # Incidents
    Address("incidents:incident_list", HANDLERS, get=200),
    Address("incidents:incident", HANDLERS, "incident", get=200),
    Address("incidents:logged", HANDLERS, "incident", get=200),
    Address("incidents:step_back", HANDLERS, "incident", get=200, post=200),
    Address("incidents:evidence_add", HANDLERS, "incident", get=200, post=200),
    Address("incidents:evidence", HANDLERS, "evidence", get=200),
    # Low-level concerns
    Address("reports:concern_list", CONCERNS, get=200),
    Address("reports:concern_add", CONCERNS, get=200, post=200),
    Address("reports:concerns_about", CONCERNS, "staff with entries", get=200, post=200),
    # Reports
    Address("reports:report_list", HANDLERS, get=200),
    Address("reports:report_relationships", HANDLERS, get=200),
    Address("reports:report", HANDLERS, "report", get=200, post=200),
    Address("reports:report_incident", HANDLERS, "report", post=302),
    # Cases
    Address("breaches:open_case", HANDLERS, "incident of a case", get=302, post=200),
    Address("breaches:case_list", HANDLERS, get=200),
    Address("breaches:case_calendar", HANDLERS, get=200),
    Address("breaches:case_export", HANDLERS, get=200),
    Address("breaches:case", HANDLERS, "case", get=200),
    Address("breaches:finding_add", HANDLERS, "case", get=200, post=200),
    Address("breaches:finding_withdraw", HANDLERS, "finding", get=200, post=200),
    Address("breaches:confirm", HANDLERS, "fact", get=200, post=200),
    Address("breaches:confirm_of", HANDLERS, "fact of a finding", get=200, post=200),
    Address("breaches:step_take", HANDLERS, "step", get=200, post=200),
    Address("breaches:step_leave_undone", HANDLERS, "step", get=200, post=200),
    Address("breaches:outside_policy", HANDLERS, "case", get=200, post=200),
    Address("breaches:follow_up_done", HANDLERS, "step record", post=302),
    Address("breaches:note_add", HANDLERS, "case", get=200, post=200),
    Address("breaches:case_hand_over", HANDLERS, "case", get=200, post=200),
    Address("breaches:close", HANDLERS, "case", get=200, post=200),
    Address("breaches:reopen", REOPENERS, "case", get=200, post=200),
    # Letters
    Address("breaches:letter_choose", HANDLERS, "case", get=200),
    Address("breaches:letter_draft", HANDLERS, "kind of letter", get=200, post=200),
    Address("breaches:letter", HANDLERS, "letter", get=200),
    Address("breaches:letter_edit", HANDLERS, "letter", get=200, post=200),
    Address("breaches:letter_approve", HANDLERS, "letter", post=302),
    Address("breaches:letter_produce", HANDLERS, "letter", post=302),
    Address("breaches:letter_send", HANDLERS, "letter", get=200, post=200),
    Address("breaches:letter_withdraw", HANDLERS, "letter", get=200, post=200),
    Address("breaches:letter_pdf", HANDLERS, "letter", get=200),
    # What governors and leaders oversee
    Address("governors:reviews", SEE_REVIEWS, get=200),
    Address("governors:schools", SEE_REVIEWS, get=200),
    Address("governors:figures", OVERSEERS, get=200),
    Address("governors:pack_list", OVERSEERS, get=200),
    Address("governors:pack_add", OVERSEERS, get=200, post=200),
    Address("governors:pack", GOVERNORS, "pack", get=200),
)

ACCOUNTS = (
    Account("people:no_role", (302, 405), (200, 405)),
    Account("account_login", (200, 200), (302, 302)),
    Account("account_logout", (302, 302), (200, 302)),
    Account("account_inactive", (200, 405), (200, 405)),
    Account("account_signup", (200, 200), (302, 302)),
    Account("account_reauthenticate", (302, 302), (200, 200)),
    Account("account_change_password", (302, 302), (200, 200)),
    Account("account_reset_password", (200, 200), (200, 200)),
    Account("account_reset_password_done", (200, 405), (200, 405)),
    Account("account_reset_password_from_key", (200, 200), (200, 200), ("abc", "def-ghi")),
    Account("account_reset_password_from_key_done", (200, 405), (200, 405)),
    Account("mfa_index", (302, 302), (200, 405)),
    Account("mfa_authenticate", (302, 302), (302, 302)),
    Account("mfa_reauthenticate", (302, 302), (302, 302)),
    Account("mfa_activate_totp", (302, 302), (302, 302)),
    Account("mfa_deactivate_totp", (302, 302), (404, 404)),
    Account("mfa_view_recovery_codes", (302, 302), (404, 405)),
    Account("mfa_generate_recovery_codes", (302, 302), (302, 302)),
    Account("mfa_download_recovery_codes", (302, 302), (404, 404)),
)
