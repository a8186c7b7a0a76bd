"""Give each school that keeps to a policy the review that the policy's own latest version states."""

import datetime as dt
import tomllib
from typing import Any

from django.db import migrations
from django.db.models import F
from django.utils import timezone

MONTH_ALONE = len("2022-11")


def make(apps: Any, schema_editor: Any) -> None:
    """One cycle for each adoption that has not ended; whatever is late is reminded of today."""
    today = timezone.localdate()
    Cycle = apps.get_model("policies", "ReviewCycle")
    Version = apps.get_model("policies", "Version")
    for adoption in apps.get_model("policies", "Adoption").objects.filter(ended_on=None):
        versions = Version.objects.filter(policy=adoption.policy_id)
        anchor, due_on = stated(versions.order_by(F("in_force_from").desc(nulls_last=True), "-pk").first())
        Cycle.objects.get_or_create(
            school_id=adoption.school_id,
            policy_id=adoption.policy_id,
            defaults={"anchor": anchor, "due_on": due_on, "remind_on": first_reminder(due_on, today)},
        )


def stated(version: Any) -> tuple[str, dt.date | None]:
    """How and by when a version says it is reviewed, as its pack has it."""
    review = tomllib.loads(version.pack_text)["version"]["review"] if version else "none"
    if review == "none":
        return "none", None
    if len(review) == MONTH_ALONE:
        next_month = (dt.date.fromisoformat(f"{review}-28") + dt.timedelta(days=4)).replace(day=1)
        return "month", next_month - dt.timedelta(days=1)
    return "fixed", dt.date.fromisoformat(review)


def first_reminder(due_on: dt.date | None, today: dt.date) -> dt.date | None:
    """Today for what is due or late, else the first of the days before it that is still to come."""
    if due_on is None:
        return None
    if due_on <= today:
        return today
    return min(day for days in (90, 60, 30, 7, 0) if (day := due_on - dt.timedelta(days=days)) >= today)


class Migration(migrations.Migration):
    """Cycles for what is adopted already; going back leaves them to go with their table."""

    dependencies = [("policies", "0004_published_versions_stay_on_sqlite")]

    operations = [migrations.RunPython(make, migrations.RunPython.noop)]
