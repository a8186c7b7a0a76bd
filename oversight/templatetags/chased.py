"""When somebody was last reminded of what they are asked to read, for the page of who has read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.db.models import Max

from oversight.models import Reminder

register = template.Library()


@register.simple_tag
def with_last_reminder(lines: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """These lines, of `pk` (a request) and `reader` (a user), with `reminded_at`: the last mail that spoke of it."""
    asked = list(lines)
    sent = Reminder.objects.filter(
        kind=Reminder.Kind.ACKNOWLEDGEMENT,
        thing__in={one["pk"] for one in asked},
        to__in={one["reader"] for one in asked},
        mailing__sent_at__isnull=False,
    )
    last = {
        (row["thing"], row["to"]): row["last"]
        for row in sent.order_by().values("thing", "to").annotate(last=Max("mailing__sent_at"))
    }
    return [{**one, "reminded_at": last.get((one["pk"], one["reader"]))} for one in asked]
