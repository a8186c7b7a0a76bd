"""A version's life: start it, change it, propose it, send it back, bring it into force, or give it up."""

import datetime as dt
import hashlib

from django.db import IntegrityError, transaction
from django.db.models import Count, Max, Q

from audit.services import record
from people.models import School, User
from policies.life import BRING_INTO_FORCE, CHANGE, PROPOSE, SEND_BACK, START, WITHDRAW, Move
from policies.models import Adoption, Approval, Version
from policies.pack_text import Value, rewritten
from policies.rules.parsing import PackError, parse_pack
from policies.rules.words import Status as PackStatus
from web.dates import day_in_words

Status = Version.Status
# A day further off than this is a slip of the pen.
FURTHEST = dt.timedelta(days=731)


class StaleVersion(Exception):
    """Somebody else changed the version since the page was opened."""


class NotThisMove(Exception):
    """The version is past, or before, the point where this can be done to it."""


class NumberTaken(Exception):
    """Another version of the policy has this number."""


class ReasonNeeded(Exception):
    """A version was sent back or withdrawn without a reason."""


class NotApprovedEverywhere(Exception):
    """A school that keeps to the policy has not put both approvals on record."""


class DayOutOfBounds(Exception):
    """A version comes into force today or later, and after every version before it."""


@transaction.atomic
def start_version(*, by: User, now: dt.datetime, school: School, last: Version, number: str) -> Version:
    """Begin a draft of a new version from the last one, pack and all. Raises NotThisMove, NumberTaken or PackError.

    The same form sent twice starts one draft.
    """
    mine = Version.objects.filter(policy=last.policy_id, number=number, started_from=last, started_by=by)
    if already := mine.filter(status=Status.DRAFT).first():
        return already
    if last.status not in START.comes_from:
        raise NotThisMove("A new version is started from one that is adopted or withdrawn.")
    pack_text = last.pack_text and rewritten(
        last.pack_text,
        number,
        {"number": number, "status": PackStatus.DRAFT, "in_force_from": None, "approval": "not recorded"},
    )
    try:
        with transaction.atomic():
            draft = Version.objects.create(
                policy_id=last.policy_id,
                number=number,
                status=Status.DRAFT,
                pack_text=pack_text,
                pack_sha256=_digest(pack_text),
                loaded_at=now,
                started_from=last,
                started_by=by,
            )
    except IntegrityError as fault:
        raise NumberTaken(f"There is a version called {number} already. Give this one another name.") from fault
    after = {"number": number, "started_from": last.pk, "pack_sha256": draft.pack_sha256}
    record(school=school, by=by, now=now, action="version.started", row=draft, after=after)
    return draft


@transaction.atomic
def change_draft(
    *, by: User, now: dt.datetime, school: School, version: Version, revision: int, number: str, pack_text: str
) -> Version:
    """Replace what a draft says. `number` is for one without a pack: a pack says its own.

    Raises NotThisMove, StaleVersion, PackError or NumberTaken.
    """
    held = _hold(version, CHANGE)
    text = pack_text.replace("\r\n", "\n").rstrip() + "\n" if pack_text.strip() else ""
    if (held.pack_text, held.number) == (text, held.number if text else number):
        return held
    _refuse_stale(held, revision=revision)
    before = {"number": held.number, "pack_sha256": held.pack_sha256}
    held.number = _number_in(held, text) if text or held.pack_text else number
    held.pack_text, held.pack_sha256 = text, _digest(text)
    try:
        with transaction.atomic():
            _settle(held)
    except IntegrityError as fault:
        raise NumberTaken(f"There is a version called {held.number} already. Give this one another name.") from fault
    after = {"number": held.number, "pack_sha256": held.pack_sha256}
    record(school=school, by=by, now=now, action="version.draft_changed", row=held, before=before, after=after)
    return held


@transaction.atomic
def propose(*, by: User, now: dt.datetime, school: School, version: Version, revision: int) -> Version:
    """Put a draft forward for approval: from now on it says what it says. Raises NotThisMove or StaleVersion."""
    return _move(PROPOSE, by=by, now=now, school=school, version=version, revision=revision)


@transaction.atomic
def send_back(*, by: User, now: dt.datetime, school: School, version: Version, revision: int, reason: str) -> Version:
    """Make a proposed version a draft again, with a reason; approvals given to the old wording go, on record.

    Raises NotThisMove, StaleVersion or ReasonNeeded.
    """
    words = _required(reason, "Say what is to be changed.")
    held = _move(SEND_BACK, by=by, now=now, school=school, version=version, revision=revision, reason=words)
    for approval in Approval.objects.filter(version=held).select_related("school"):
        gone = {"version": held.pk, "body": approval.body, "approved_on": approval.approved_on}
        record(school=approval.school, by=by, now=now, action="version.approval_lapsed", row=approval, before=gone)
        approval.delete()
    return held


@transaction.atomic
def withdraw(*, by: User, now: dt.datetime, school: School, version: Version, revision: int, reason: str) -> Version:
    """Give up a draft or a proposed version, with a reason. Raises NotThisMove, StaleVersion or ReasonNeeded."""
    words = _required(reason, "Say why it is withdrawn.")
    return _move(WITHDRAW, by=by, now=now, school=school, version=version, revision=revision, reason=words)


@transaction.atomic
def bring_into_force(
    *,
    by: User,
    now: dt.datetime,
    today: dt.date,
    school: School,
    version: Version,
    revision: int,
    in_force_from: dt.date,
) -> Version:
    """Adopt a proposed version from a day; the one before is superseded from then, and this one never changes again.

    Every school that keeps to the policy must have both approvals on record. The day is written into the pack.
    Raises NotThisMove, StaleVersion, NotApprovedEverywhere or DayOutOfBounds.
    """
    if already := _made(BRING_INTO_FORCE, version, revision=revision):
        return already
    held = _hold(version, BRING_INTO_FORCE)
    _refuse_stale(held, revision=revision)
    _refuse_unapproved(held, today=today)
    _refuse_day(held, in_force_from, today=today)
    before = {"status": held.status, "pack_sha256": held.pack_sha256}
    said: dict[str, Value | None] = {
        "status": PackStatus.ADOPTED,
        "in_force_from": in_force_from,
        "date_stated": True,
        "approval": "recorded",
    }
    held.pack_text = held.pack_text and rewritten(held.pack_text, held.number, said)
    held.status, held.in_force_from, held.date_stated = Status.ADOPTED, in_force_from, True
    held.pack_sha256 = _digest(held.pack_text)
    _settle(held)
    after = {"status": held.status, "in_force_from": in_force_from, "pack_sha256": held.pack_sha256}
    record(school=school, by=by, now=now, action="version.brought_into_force", row=held, before=before, after=after)
    return held


def _move(
    move: Move, *, by: User, now: dt.datetime, school: School, version: Version, revision: int, reason: str = ""
) -> Version:
    """Make a move that changes the status alone, and record it."""
    if already := _made(move, version, revision=revision):
        return already
    held = _hold(version, move)
    _refuse_stale(held, revision=revision)
    before, held.status = {"status": held.status}, move.goes_to
    _settle(held)
    after = {"status": held.status}
    action = f"version.{move.goes_to}"
    record(school=school, by=by, now=now, action=action, row=held, before=before, after=after, reason=reason)
    return held


def _made(move: Move, version: Version, *, revision: int) -> Version | None:
    """The version where the same form has made this move already, as when it is sent twice."""
    return Version.objects.filter(pk=version.pk, status=move.goes_to, revision=revision + 1).first()


def _hold(version: Version, move: Move) -> Version:
    """The version as it is stored now, held until the transaction ends. Raises NotThisMove."""
    held = Version.objects.select_for_update(of=("self",)).select_related("policy").get(pk=version.pk)
    if held.status not in move.comes_from:
        raise NotThisMove(f"This version is {held.get_status_display().lower()} by now, so this cannot be done to it.")
    return held


def _refuse_stale(held: Version, *, revision: int) -> None:
    if held.revision != revision:
        raise StaleVersion(
            "Somebody changed this version while you were writing. Read what is new, then save yours if it holds."
        )


def _settle(held: Version) -> None:
    held.revision += 1
    held.save()


def _required(reason: str, sentence: str) -> str:
    if not reason.strip():
        raise ReasonNeeded(sentence)
    return reason.strip()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest() if text else ""


def _number_in(held: Version, text: str) -> str:
    """The number that a draft's pack gives. Raises PackError for a bad pack, another policy's, or one in force."""
    pack = parse_pack(text, held.policy.slug)
    if pack.policy.slug != held.policy.slug:
        raise PackError(held.policy.slug, [f'policy: slug must stay "{held.policy.slug}"'])
    if pack.version.status != PackStatus.DRAFT:
        raise PackError(held.policy.slug, ['version: status must stay "draft" until it is brought into force'])
    return pack.version.number


def _refuse_unapproved(held: Version, *, today: dt.date) -> None:
    kept = Adoption.objects.filter(Q(ended_on=None) | Q(ended_on__gte=today), policy=held.policy)
    bodies = Approval.objects.filter(version=held).order_by().values("school").annotate(given=Count("body"))
    approving = bodies.filter(given=len(Approval.Body)).values("school")
    missing = School.objects.filter(pk__in=kept.values("school")).exclude(pk__in=approving)
    if names := ", ".join(missing.order_by("name").values_list("name", flat=True)):
        raise NotApprovedEverywhere(
            f"The approvals of the Headteacher and of the governing body are not both on record at: {names}."
        )


def _refuse_day(held: Version, day: dt.date, *, today: dt.date) -> None:
    """A version that cases are judged by comes into force today or later, so that none is judged anew."""
    before = Version.objects.filter(policy=held.policy, status=Status.ADOPTED)
    last = before.aggregate(last=Max("in_force_from"))["last"]
    if held.pack_text and day < today:
        raise DayOutOfBounds("The day must be today or later: what has happened stays judged as it was.")
    if last and day <= last:
        raise DayOutOfBounds(f"The day must be after {day_in_words(last)}, when the version before came into force.")
    if day > today + FURTHEST:
        raise DayOutOfBounds("The day must be within the next two years.")
