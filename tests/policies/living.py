"""A version somewhere in its life, made by the real services."""

import datetime as dt

from people.models import School, User
from policies.models import Approval, Version
from policies.services import bring_into_force, change_draft, propose, record_approval, start_version
from tests.cast import NOW, TODAY, Cast


def fresh(version: Version) -> Version:
    """The version as it is stored now."""
    return Version.objects.select_related("policy").get(pk=version.pk)


def started(cast: Cast, *, number: str = "Autumn 2026", by: User | None = None) -> Version:
    """A draft that begins as what Cornist Park keeps to."""
    return start_version(by=by or cast.head, now=NOW, school=cast.school, last=cast.version, number=number)


def changed(cast: Cast, version: Version, *changes: tuple[str, str]) -> Version:
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
        revision=fresh(version).revision,
        number=version.number,
        pack_text=text,
    )


def proposed(cast: Cast, version: Version) -> Version:
    """The version, put forward for approval."""
    return propose(by=cast.head, now=NOW, school=cast.school, version=version, revision=fresh(version).revision)


def approved(cast: Cast, version: Version, *, school: School | None = None) -> Version:
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
    return fresh(version)


def in_force(cast: Cast, version: Version, *, day: dt.date = TODAY) -> Version:
    """The version, proposed, approved and brought into force from a day."""
    ready = approved(cast, proposed(cast, version))
    return bring_into_force(
        by=cast.head,
        now=NOW,
        today=TODAY,
        school=cast.school,
        version=ready,
        revision=ready.revision,
        in_force_from=day,
    )
