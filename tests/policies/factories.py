"""Versions somewhere in their life, and people asked to read them, made by the real services."""

import datetime as dt
from pathlib import Path
from typing import Any

from people.models import Role, School, User
from people.services import add_member, add_user, end_membership
from policies.models import AcknowledgementRequest, Approval, Version
from policies.readers.services import ask_to_read
from policies.services import (
    adopt,
    bring_into_force,
    change_draft,
    load_version,
    propose,
    record_approval,
    start_version,
)
from policies.stored_packs import PACKS
from tests.cast import NOW, TODAY, Cast

Audience = AcknowledgementRequest.Audience
DAY = dt.timedelta(days=1)
# A made-up policy with a word of its own of each kind.
FERN_HILL = (Path(__file__).parent / "own_words.toml").read_text(encoding="utf-8")
FERN_HILL_FROM = dt.date(2024, 9, 1)
DEADLINE = TODAY + 8 * DAY


def reload(version: Version) -> Version:
    """The version as it is stored now."""
    return Version.objects.select_related("policy").get(pk=version.pk)


def start_draft(cast: Cast, *, number: str = "Autumn 2026", by: User | None = None) -> Version:
    """A draft that begins as what Cornist Park keeps to."""
    return start_version(by=by or cast.head, now=NOW, school=cast.school, last=cast.version, number=number)


def edit_draft(cast: Cast, version: Version, *changes: tuple[str, str]) -> Version:
    """The draft with some of its text changed; a text that is not there is a mistake in the test."""
    text = version.pack_text
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return change_draft(
        by=cast.head,
        now=NOW,
        school=cast.school,
        version=version,
        revision=reload(version).revision,
        number=version.number,
        pack_text=text,
    )


def propose_version(cast: Cast, version: Version) -> Version:
    """The version, put forward for approval."""
    return propose(by=cast.head, now=NOW, school=cast.school, version=version, revision=reload(version).revision)


def approve_version(cast: Cast, version: Version, *, school: School | None = None) -> Version:
    """The version with both approvals on record at a school."""
    for body in Approval.Body:
        record_approval(
            by=cast.clerk,
            now=NOW,
            today=TODAY,
            version=version,
            school=school or cast.school,
            body=body,
            approved_on=TODAY,
        )
    return reload(version)


def bring_version_into_force(cast: Cast, version: Version, *, day: dt.date = TODAY) -> Version:
    """The version, proposed, approved and brought into force from a day."""
    ready = approve_version(cast, propose_version(cast, version))
    return bring_into_force(
        by=cast.head,
        now=NOW,
        today=TODAY,
        school=cast.school,
        version=ready,
        revision=ready.revision,
        in_force_from=day,
    )


def request_reading(cast: Cast, audience: Audience = Audience.STAFF, **changed: Any) -> AcknowledgementRequest:
    """A request at the first school: its staff, by the deadline, two weeks for new starters, unless said otherwise."""
    values: dict[str, Any] = {
        "by": cast.head,
        "now": NOW,
        "today": TODAY,
        "school": cast.school,
        "version": cast.version,
        "audience": audience,
        "deadline_on": DEADLINE,
        "days_for_new_starters": 14,
    }
    return ask_to_read(**values | changed)


def add_joiner(cast: Cast, role: Role, *, on: dt.date, user: User | None = None, school: School | None = None) -> User:
    """Somebody who holds a role from this day: a newcomer unless named."""
    user = user or add_user(by=None, now=NOW, email=f"new-{role}@cornist-park.example", name="Mair Newydd")
    add_member(by=None, now=NOW, school=school or cast.school, user=user, role=role, from_on=on)
    return user


def end_roles(cast: Cast, user: User, *, on: dt.date) -> None:
    """Every role of this user ends on this day."""
    for membership in user.memberships.filter(to_on__isnull=True):
        end_membership(by=cast.head, now=NOW, membership=membership, to_on=on)


def load_next_version(*, in_force_from: dt.date) -> Version:
    """A version that follows the one the cast is judged by."""
    text = (PACKS / "cornist-park.toml").read_text("utf-8")
    text = text.replace('number = "2021-22"', 'number = "2026-27"')
    text = text.replace("in_force_from = 2021-11-01", f"in_force_from = {in_force_from}")
    version, _ = load_version(by=None, now=NOW, pack_text=text, name="cornist-park.toml")
    return version


def load_fern_hill(text: str = FERN_HILL) -> Version:
    """The version of the made-up pack."""
    return load_version(by=None, now=NOW, pack_text=text, name="own_words.toml")[0]


def keep_to_fern_hill(school: School, text: str = FERN_HILL) -> School:
    """The school, which keeps to the made-up policy too."""
    adopt(by=None, now=NOW, school=school, policy=load_fern_hill(text).policy, adopted_on=FERN_HILL_FROM)
    return reload_school(school)


def reload_school(school: School) -> School:
    """The school as it is stored now."""
    return School.objects.get(pk=school.pk)
