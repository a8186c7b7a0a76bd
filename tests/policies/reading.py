"""Policies that people are asked to read, asked by the real services."""

import datetime as dt
from typing import Any

from people.models import Role, School, User
from people.services import add_member, add_user, end_membership
from policies.models import AcknowledgementRequest, Version
from policies.readers.services import ask_to_read
from policies.services import load_version
from policies.stored_packs import PACKS
from tests.cast import NOW, TODAY, Cast

Audience = AcknowledgementRequest.Audience
DAY = dt.timedelta(days=1)
DEADLINE = TODAY + 8 * DAY


def asked(cast: Cast, audience: Audience = Audience.STAFF, **changed: Any) -> AcknowledgementRequest:
    """A request at the first school: its staff, by the deadline, two weeks for new starters, unless said otherwise."""
    said: dict[str, Any] = {
        "by": cast.head,
        "now": NOW,
        "today": TODAY,
        "school": cast.school,
        "version": cast.version,
        "audience": audience,
        "deadline_on": DEADLINE,
        "days_for_new_starters": 14,
    }
    return ask_to_read(**said | changed)


def joined(cast: Cast, role: Role, *, on: dt.date, user: User | None = None, school: School | None = None) -> User:
    """Somebody who holds a role from this day: a newcomer unless named."""
    user = user or add_user(by=None, now=NOW, email=f"new-{role}@cornist-park.example", name="Mair Newydd")
    add_member(by=None, now=NOW, school=school or cast.school, user=user, role=role, from_on=on)
    return user


def left(cast: Cast, user: User, *, on: dt.date) -> None:
    """Every role of this user ends on this day."""
    for held in user.memberships.filter(to_on__isnull=True):
        end_membership(by=cast.head, now=NOW, membership=held, to_on=on)


def next_version(*, in_force_from: dt.date) -> Version:
    """A version that follows the one the cast is judged by."""
    text = (PACKS / "cornist-park.toml").read_text("utf-8")
    text = text.replace('number = "2021-22"', 'number = "2026-27"')
    text = text.replace("in_force_from = 2021-11-01", f"in_force_from = {in_force_from}")
    version, _ = load_version(by=None, now=NOW, pack_text=text, name="cornist-park.toml")
    return version
