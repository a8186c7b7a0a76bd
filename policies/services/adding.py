"""Add a policy of which Rung keeps the document, approvals, reviews and readers, and holds no clauses."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from audit.services import record
from people.models import School, User
from policies.models import Policy, ReviewCycle, Version
from policies.services.approvals import attach_document
from policies.services.reviews import set_cycle
from policies.services.versions import adopt

LONGEST_SLUG = 80


class AlreadyThere(Exception):
    """The school has a policy of this title."""


@transaction.atomic
def add_policy(
    *,
    by: User,
    now: dt.datetime,
    today: dt.date,
    school: School,
    title: str,
    number: str,
    in_force_from: dt.date,
    owner: User | None,
    anchor: ReviewCycle.Anchor,
    interval_months: int | None = None,
    due_on: dt.date | None = None,
    document: tuple[str, bytes] | None = None,
) -> Version:
    """Add a policy that the school keeps to, with its version, its review and, as name and content, its document.

    The same form sent twice adds one. Raises AlreadyThere, NotADocument, or what set_cycle raises.
    """
    slug = f"{school.slug}-{slugify(title)}"[:LONGEST_SLUG].rstrip("-")
    same = Version.objects.filter(policy__slug=slug, number=number, in_force_from=in_force_from, started_by=by)
    if already := same.first():
        return already
    try:
        with transaction.atomic():
            policy = Policy.objects.create(slug=slug, title=title, nation=school.nation)
    except IntegrityError as fault:
        raise AlreadyThere("There is a policy of this name already. Start a new version of it instead.") from fault
    version = Version.objects.create(
        policy=policy,
        number=number,
        status=Version.Status.ADOPTED,
        in_force_from=in_force_from,
        loaded_at=now,
        started_by=by,
    )
    after = {"policy": slug, "number": number, "in_force_from": in_force_from}
    record(school=school, by=by, now=now, action="policy.added", row=version, after=after)
    adopt(by=by, now=now, school=school, policy=policy, adopted_on=in_force_from)
    cycle = ReviewCycle.objects.get(school=school, policy=policy)
    set_cycle(
        by=by,
        now=now,
        today=today,
        cycle=cycle,
        revision=cycle.revision,
        owner=owner,
        anchor=anchor,
        interval_months=interval_months,
        due_on=due_on,
    )
    if document:
        name, content = document
        attach_document(by=by, now=now, version=version, school=school, name=name, content=content)
    return version
