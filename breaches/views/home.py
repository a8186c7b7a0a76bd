"""Where somebody lands after signing in: what their role has to do."""

import datetime as dt
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from breaches.models import Case
from incidents.models import Incident
from people.acting import Acting, ActingRequest, requires_any_role
from people.permissions import Action
from policies.models import ReviewCycle, Version
from policies.pages import build_policy_rows
from policies.readers.querysets import count_shares, list_unread
from policies.reviews.schedule import due_in_words
from reports.views import own_reports, reports_to_read
from web.dates import when_in_words

ROWS_AT_MOST = 10
REPORTS_AT_MOST = 5
# A review is first spoken of so long before it is due.
REVIEW_SOON = dt.timedelta(days=90)


@require_safe
@requires_any_role
def home(request: ActingRequest) -> HttpResponse:
    """What waits for this role. Whoever handles cases finds the school and its readers elsewhere."""
    acting = request.acting
    handles_cases = acting.may(Action.READ_CASES)
    context: dict[str, Any] = {
        "today": acting.today,
        "may_log": acting.may(Action.LOG_INCIDENT),
        "to_read": list_unread(acting.user, acting.school, on=acting.today),
        "offers_school": acting.may(Action.CHANGE_SCHOOL) and not handles_cases,
        "policies": build_policy_rows(acting.user, acting.school, today=acting.today),
    }
    if handles_cases:
        context |= _load_cases(acting)
    if acting.may(Action.READ_REPORTS):
        context |= _load_new_reports(acting)
    else:
        context["own_reports"] = own_reports(acting)[:REPORTS_AT_MOST]
    if handles_cases or acting.may(Action.READ_FIGURES):
        context |= _load_reviews(acting)
    if acting.may(Action.ASK_TO_READ) and not handles_cases:
        context["readers"] = _load_readers(acting)
    return render(request, "breaches/home.html", context)


def _load_cases(acting: Acting) -> dict[str, Any]:
    cases = Case.objects.visible_to(acting.user, on=acting.today).at_school(acting.school).open()
    incidents = Incident.objects.visible_to(acting.user, on=acting.today).at_school(acting.school)
    # Few wait, of many: the database finds those first, and only then asks who may see them.
    without_a_case = Incident.objects.at_school(acting.school).without_a_case().values("pk")
    due = list(cases.filter(next_due_on__isnull=False).order_by("next_due_on", "pk")[: ROWS_AT_MOST + 1])
    return {
        "due": [
            {
                "case": case,
                "when": when_in_words(case.next_due_on, today=acting.today),
                "late": case.next_due_on <= acting.today,
            }
            for case in due[:ROWS_AT_MOST]
            if case.next_due_on
        ],
        "more_due": len(due) > ROWS_AT_MOST,
        "recent": cases.order_by("-opened_on", "-pk")[:ROWS_AT_MOST],
        "drafts": incidents.drafts_of(acting.user)[:ROWS_AT_MOST],
        "waiting": incidents.filter(pk__in=without_a_case)[:ROWS_AT_MOST],
    }


def _load_new_reports(acting: Acting) -> dict[str, Any]:
    """Reports nobody has read, or that were added to since; one more than is shown, to know of the rest."""
    reports = reports_to_read(acting).unread_first().filter(Q(is_unread=True) | Q(is_added_to=True))
    rows = list(reports.select_related("reported_by")[: ROWS_AT_MOST + 1])
    return {"new_reports": rows[:ROWS_AT_MOST], "more_reports": len(rows) > ROWS_AT_MOST}


def _load_reviews(acting: Acting) -> dict[str, Any]:
    cycles = ReviewCycle.objects.visible_to(acting.user, on=acting.today).at_school(acting.school)
    soon = cycles.of_adopted_policies(on=acting.today).filter(due_on__lte=acting.today + REVIEW_SOON)
    reviews = [
        {"policy": cycle.policy, "due": due_in_words(cycle), "late": cycle.due_on < acting.today}
        for cycle in soon.most_urgent_first().select_related("policy")[:ROWS_AT_MOST]
        if cycle.due_on
    ]
    return {"reviews": reviews, "oversees": acting.may(Action.READ_FIGURES)}


def _load_readers(acting: Acting) -> list[dict[str, Any]]:
    read = {pk: share for (_, pk), share in count_shares([acting.school], on=acting.today).items()}
    versions = Version.objects.visible_to(acting.user, on=acting.today).filter(pk__in=read).select_related("policy")
    return [{"policy": version.policy, "share": read[version.pk]} for version in versions]
