"""Write entries of the record, inside the transaction of the change they tell of."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any, TypeAlias

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction

from audit.models import Chain, Entry

Changes: TypeAlias = Mapping[str, Any]


class NotInTransaction(RuntimeError):
    """An entry was about to be written outside the transaction of its change."""


def record(
    *,
    school: models.Model | None,
    by: AbstractBaseUser | None,
    now: dt.datetime,
    action: str,
    row: models.Model,
    before: Changes | None = None,
    after: Changes | None = None,
    reason: str = "",
) -> Entry:
    """Add one entry to the school's chain: who did what to which row, what changed, and why.

    `school` is the School (none for the site itself), `action` a dotted verb such as
    "case.opened", `before` and `after` the fields that changed, as values JSON can hold.
    Raises NotInTransaction outside an atomic block.
    """
    if not transaction.get_connection().in_atomic_block:
        raise NotInTransaction(action)
    chain = _lock_chain(school)
    entry = Entry(
        chain=chain,
        number=chain.length + 1,
        at=now,
        by_id=by.pk if by is not None else None,
        action=action,
        row_kind=row._meta.label_lower,
        row_id=str(row.pk),
        changes=_as_json(before, after),
        reason=reason,
        previous_hash=chain.head,
    )
    entry.hash = hash_entry(entry)
    entry.save(force_insert=True)
    chain.length, chain.head = entry.number, entry.hash
    chain.save(update_fields=["length", "head"])
    return entry


def hash_entry(entry: Entry) -> str:
    """The SHA-256, in hex, of everything the entry says and of the entry before it."""
    content = [
        entry.previous_hash,
        entry.chain_id,
        entry.number,
        entry.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        entry.by_id,
        entry.action,
        entry.row_kind,
        entry.row_id,
        entry.changes,
        entry.reason,
    ]
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def _lock_chain(school: models.Model | None) -> Chain:
    """The chain of this school, made on first use and locked until the transaction ends."""
    school_id = school.pk if school is not None else None
    key = f"school-{school_id}" if school_id else "site"
    locked = Chain.objects.select_for_update().filter(key=key)
    if chain := locked.first():
        return chain
    Chain.objects.get_or_create(key=key, defaults={"school_id": school_id})
    return locked.get()


def _as_json(before: Changes | None, after: Changes | None) -> dict[str, Any]:
    """What changed, passed once through JSON so that the hash is of what the database gives back."""
    changes = {key: dict(value) for key, value in (("before", before), ("after", after)) if value}
    stored: dict[str, Any] = json.loads(json.dumps(changes, default=str))
    return stored
