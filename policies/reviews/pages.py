"""What the pages about reviews show, worked out before a template sees it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from people.models import Membership, School, User
from people.permissions import Action
from policies.models import Review, ReviewCycle
from policies.reviews.schedule import due_in_words
from web.dates import days_left
from web.submit import Row


def build_reviews_page(cycle: ReviewCycle, *, today: dt.date) -> dict[str, Any]:
    return {
        "cycle": cycle,
        "policy": cycle.policy,
        "stored": stored_rows(cycle),
        "left": days_left(cycle.due_on, on=today) if cycle.due_on else None,
        "kept": ReviewCycle.objects.filter(pk=cycle.pk).of_adopted_policies(on=today).exists(),
        "reviews": Review.objects.filter(school=cycle.school_id, policy=cycle.policy_id).select_related(
            "version", "recorded_by"
        ),
    }


def stored_rows(cycle: ReviewCycle) -> list[Row]:
    comes_round = cycle.get_anchor_display()
    if cycle.anchor == ReviewCycle.Anchor.INTERVAL:
        comes_round = f"{cycle.interval_months} months after the governing body approves it"
    rows = [
        Row("Next review", due_in_words(cycle)),
        Row("Comes round", comes_round),
        Row("Who sees to it", cycle.owner.name if cycle.owner else "Nobody else: the Headteacher"),
    ]
    if cycle.brought_forward_because:
        rows.append(Row("Brought forward because", cycle.brought_forward_because))
    return rows


def list_owners(school: School, *, on: dt.date) -> QuerySet[User]:
    memberships = Membership.objects.in_force(on=on).filter(school=school).that_may(Action.OWN_REVIEW)
    return User.objects.filter(pk__in=memberships.values("user")).order_by("name")
