"""Load versions of policies from their packs, and adopt policies at schools."""

import datetime as dt
import hashlib

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from audit.services import record
from people.models import School
from policies.models import Adoption, Policy, Version
from policies.rules.pack import Pack
from policies.rules.parsing import parse_pack
from policies.services.cycles import begin_cycle

FRESH = 1


class PublishedVersionChanged(Exception):
    """The pack of a version that is adopted is not what it was: a change is a new version."""


class AlreadyAdopted(Exception):
    """The school keeps to this policy already."""


@transaction.atomic
def load_version(*, by: AbstractBaseUser | None, now: dt.datetime, pack_text: str, name: str) -> tuple[Version, bool]:
    """The version this pack describes, and whether anything was written: loading twice changes nothing.

    `name` is the file's, for errors. A draft may change with its file, until somebody has worked on it in Rung:
    from then on the file counts for nothing. Raises PackError for a bad pack and PublishedVersionChanged where an
    adopted version's pack differs from what is stored.
    """
    pack = parse_pack(pack_text, name)
    policy, _ = Policy.objects.get_or_create(
        slug=pack.policy.slug, defaults={"title": pack.policy.title, "nation": pack.policy.nation}
    )
    digest = hashlib.sha256(pack_text.encode()).hexdigest()
    stored = Version.objects.select_for_update().filter(policy=policy, number=pack.version.number).first()
    if stored is None:
        return _add_version(by=by, now=now, policy=policy, pack=pack, pack_text=pack_text, digest=digest), True
    if stored.pack_sha256 == digest or stored.revision > FRESH:
        return stored, False
    if stored.status == Version.Status.ADOPTED:
        raise PublishedVersionChanged(
            f"{name}: version {stored.number} is already published and cannot change. Give the change a new number."
        )
    return _replace_draft(by=by, now=now, stored=stored, pack=pack, pack_text=pack_text, digest=digest), True


@transaction.atomic
def adopt(
    *, by: AbstractBaseUser | None, now: dt.datetime, school: School, policy: Policy, adopted_on: dt.date
) -> Adoption:
    """Put on record that a school keeps to a policy from this day, and when it is to be reviewed.

    The review goes by what the policy's own latest version says. Raises AlreadyAdopted.
    """
    if Adoption.objects.filter(school=school, policy=policy, ended_on__isnull=True).exists():
        raise AlreadyAdopted(f"{school.name} already keeps to {policy.title}.")
    adoption = Adoption.objects.create(school=school, policy=policy, adopted_on=adopted_on)
    cycle = begin_cycle(school=school, policy=policy, today=timezone.localdate(now))
    after = {"policy": policy.slug, "adopted_on": adopted_on, "review_due_on": cycle.due_on}
    record(school=school, by=by, now=now, action="policy.adopted", row=adoption, after=after)
    return adoption


def _add_version(
    *, by: AbstractBaseUser | None, now: dt.datetime, policy: Policy, pack: Pack, pack_text: str, digest: str
) -> Version:
    version = Version.objects.create(
        policy=policy,
        number=pack.version.number,
        status=pack.version.status,
        in_force_from=pack.version.in_force_from,
        date_stated=pack.version.date_stated,
        pack_text=pack_text,
        pack_sha256=digest,
        loaded_at=now,
    )
    after = {"number": version.number, "status": version.status, "pack_sha256": digest}
    record(school=None, by=by, now=now, action="version.loaded", row=version, after=after)
    return version


def _replace_draft(
    *, by: AbstractBaseUser | None, now: dt.datetime, stored: Version, pack: Pack, pack_text: str, digest: str
) -> Version:
    before = {"status": stored.status, "pack_sha256": stored.pack_sha256}
    stored.status = pack.version.status
    stored.in_force_from = pack.version.in_force_from
    stored.date_stated = pack.version.date_stated
    stored.pack_text, stored.pack_sha256, stored.loaded_at = pack_text, digest, now
    stored.save(update_fields=["status", "in_force_from", "date_stated", "pack_text", "pack_sha256", "loaded_at"])
    after = {"status": stored.status, "pack_sha256": digest}
    record(school=None, by=by, now=now, action="version.draft_replaced", row=stored, before=before, after=after)
    return stored
