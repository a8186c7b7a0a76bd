"""What can be done with a policy and its versions: add, adopt, draft, propose, approve, bring into force, withdraw."""

import datetime as dt
import hashlib
from pathlib import PurePath
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.text import slugify

from audit.services import record
from people.models import School, User
from policies.models import Adoption, Approval, Policy, ReviewCycle, Version
from policies.pack_text import rewrite_version
from policies.reviews.services import begin_cycle, count_from_approval, set_cycle
from policies.rules.parsing import PackError, parse_pack
from policies.rules.words import PackApproval, PackStatus
from policies.stored_packs import collect_words
from policies.transitions import BRING_INTO_FORCE, CHANGE, MAY_BE_APPROVED, PROPOSE, SEND_BACK, START, WITHDRAW, Move
from web.dates import day_in_words
from web.files import SealedFile, sealed_file
from web.services import save_revision
from web.submit import DayOutOfBounds, Refused, refuse_stale, require_reason

Status = Version.Status
# A day further off than this is a slip of the pen.
FURTHEST = dt.timedelta(days=731)
LONGEST_SLUG = 80
DOCUMENT_AT_MOST = 20 * 1_048_576
LONGEST_STEM = 190
# What a file begins with, by the ending it is kept under.
DOCUMENT_KINDS = {".pdf": b"%PDF-", ".docx": b"PK\x03\x04"}


class PublishedVersionChanged(Refused):
    """The pack of a version that is adopted is not what it was: a change is a new version."""


class AlreadyAdopted(Refused):
    """The school keeps to this policy already."""


class NotThisMove(Refused):
    """The version is past, or before, the point where this can be done to it."""


class NumberTaken(Refused):
    """Another version of the policy has this number."""

    def __init__(self, number: str) -> None:
        super().__init__(f"There is a version called {number} already. Give this one another name.", field="number")


class NotApprovedEverywhere(Refused):
    """A school that keeps to the policy has not put both approvals on record."""


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
    digest = _digest(pack_text)
    stored = Version.objects.select_for_update().filter(policy=policy, number=pack.version.number).first()
    if stored and (stored.pack_sha256 == digest or stored.revision > 1):
        return stored, False
    if stored and stored.status == Status.ADOPTED:
        raise PublishedVersionChanged(
            f"{name}: version {stored.number} is already published and cannot change. Give the change a new number."
        )
    before = {"status": stored.status, "pack_sha256": stored.pack_sha256} if stored else None
    version = stored or Version(policy=policy, number=pack.version.number)
    version.status = pack.version.status
    version.in_force_from, version.date_stated = pack.version.in_force_from, pack.version.date_stated
    version.pack_text, version.pack_sha256, version.loaded_at = pack_text, digest, now
    version.save()
    action = "version.draft_replaced" if stored else "version.loaded"
    _keep_words(policy)
    after = {"number": version.number, "status": version.status, "pack_sha256": digest}
    record(school=None, by=by, now=now, action=action, row=version, before=before, after=after)
    return version, True


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
    _keep_words(policy)
    cycle = begin_cycle(school=school, policy=policy, today=timezone.localdate(now))
    after = {"policy": policy.slug, "adopted_on": adopted_on, "review_due_on": cycle.due_on}
    record(school=school, by=by, now=now, action="policy.adopted", row=adoption, after=after)
    return adoption


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
    document: tuple[str, bytes] | None = None,
    **cycle_fields: Any,
) -> Version:
    """Add a policy that the school keeps to, with its version, its review and, as name and content, its document.

    `cycle_fields` are what set_cycle takes: the owner and how the review comes round. The same form sent twice adds
    one. Raises Refused, or what set_cycle raises.
    """
    slug = f"{school.slug}-{slugify(title)}"[:LONGEST_SLUG].rstrip("-")
    same = Version.objects.filter(policy__slug=slug, number=number, in_force_from=in_force_from, started_by=by)
    if already := same.first():
        return already
    policy = _create_policy(slug=slug, title=title, school=school)
    version = Version.objects.create(
        policy=policy,
        number=number,
        status=Status.ADOPTED,
        in_force_from=in_force_from,
        loaded_at=now,
        started_by=by,
    )
    after = {"policy": slug, "number": number, "in_force_from": in_force_from}
    record(school=school, by=by, now=now, action="policy.added", row=version, after=after)
    adopt(by=by, now=now, school=school, policy=policy, adopted_on=in_force_from)
    cycle = ReviewCycle.objects.get(school=school, policy=policy)
    set_cycle(by=by, now=now, today=today, cycle=cycle, revision=cycle.revision, **cycle_fields)
    if document:
        name, content = document
        attach_document(by=by, now=now, version=version, school=school, name=name, content=content)
    return version


def _create_policy(*, slug: str, title: str, school: School) -> Policy:
    try:
        with transaction.atomic():
            return Policy.objects.create(slug=slug, title=title, nation=school.nation)
    except IntegrityError as fault:
        raise Refused(
            "There is a policy of this name already. Start a new version of it instead.", field="title"
        ) from fault


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
    pack_text = last.pack_text and rewrite_version(
        last.pack_text,
        number,
        {"number": number, "status": PackStatus.DRAFT, "in_force_from": None, "approval": PackApproval.NOT_RECORDED},
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
        raise NumberTaken(number) from fault
    _keep_words(draft.policy)
    after = {"number": number, "started_from": last.pk, "pack_sha256": draft.pack_sha256}
    record(school=school, by=by, now=now, action="version.started", row=draft, after=after)
    return draft


@transaction.atomic
def change_draft(
    *, by: User, now: dt.datetime, school: School, version: Version, revision: int, number: str, pack_text: str
) -> Version:
    """Replace what a draft says. `number` is for one without a pack: a pack says its own.

    Raises NotThisMove, Stale, PackError or NumberTaken.
    """
    locked = _lock(version, CHANGE)
    text = pack_text.replace("\r\n", "\n").rstrip() + "\n" if pack_text.strip() else ""
    if (locked.pack_text, locked.number) == (text, locked.number if text else number):
        return locked
    refuse_stale(locked, revision=revision, noun="version")
    before = {"number": locked.number, "pack_sha256": locked.pack_sha256}
    locked.number = _number_in(locked, text) if text or locked.pack_text else number
    locked.pack_text, locked.pack_sha256 = text, _digest(text)
    try:
        with transaction.atomic():
            save_revision(locked)
    except IntegrityError as fault:
        raise NumberTaken(locked.number) from fault
    _keep_words(locked.policy)
    after = {"number": locked.number, "pack_sha256": locked.pack_sha256}
    record(school=school, by=by, now=now, action="version.draft_changed", row=locked, before=before, after=after)
    return locked


@transaction.atomic
def propose(*, by: User, now: dt.datetime, school: School, version: Version, revision: int) -> Version:
    """Put a draft forward for approval: from now on it says what it says. Raises NotThisMove or Stale."""
    return _move(PROPOSE, by=by, now=now, school=school, version=version, revision=revision)


@transaction.atomic
def send_back(*, by: User, now: dt.datetime, school: School, version: Version, revision: int, reason: str) -> Version:
    """Make a proposed version a draft again, with a reason; approvals given to the old wording go, on record.

    Raises NotThisMove, Stale or ReasonNeeded.
    """
    reason = require_reason(reason, "Say what is to be changed.", field="reason")
    locked = _move(SEND_BACK, by=by, now=now, school=school, version=version, revision=revision, reason=reason)
    for approval in Approval.objects.filter(version=locked).select_related("school"):
        gone = {"version": locked.pk, "body": approval.body, "approved_on": approval.approved_on}
        record(school=approval.school, by=by, now=now, action="version.approval_lapsed", row=approval, before=gone)
        approval.delete()
    return locked


@transaction.atomic
def withdraw(*, by: User, now: dt.datetime, school: School, version: Version, revision: int, reason: str) -> Version:
    """Give up a draft or a proposed version, with a reason. Raises NotThisMove, Stale or ReasonNeeded."""
    reason = require_reason(reason, "Say why it is withdrawn.", field="reason")
    return _move(WITHDRAW, by=by, now=now, school=school, version=version, revision=revision, reason=reason)


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
    Raises NotThisMove, Stale, NotApprovedEverywhere or DayOutOfBounds.
    """
    if already := _find_repeat(BRING_INTO_FORCE, version, revision=revision):
        return already
    locked = _lock(version, BRING_INTO_FORCE)
    refuse_stale(locked, revision=revision, noun="version")
    _refuse_unapproved(locked, today=today)
    _refuse_day(locked, in_force_from, today=today)
    before = {"status": locked.status, "pack_sha256": locked.pack_sha256}
    locked.pack_text = locked.pack_text and rewrite_version(
        locked.pack_text,
        locked.number,
        {
            "status": PackStatus.ADOPTED,
            "in_force_from": in_force_from,
            "date_stated": True,
            "approval": PackApproval.RECORDED,
        },
    )
    locked.status, locked.in_force_from, locked.date_stated = Status.ADOPTED, in_force_from, True
    locked.pack_sha256 = _digest(locked.pack_text)
    save_revision(locked)
    after = {"status": locked.status, "in_force_from": in_force_from, "pack_sha256": locked.pack_sha256}
    record(school=school, by=by, now=now, action="version.brought_into_force", row=locked, before=before, after=after)
    return locked


@transaction.atomic
def record_approval(
    *,
    by: User,
    now: dt.datetime,
    today: dt.date,
    version: Version,
    school: School,
    body: Approval.Body,
    approved_on: dt.date,
    minute_reference: str = "",
) -> Approval:
    """Put on record that a body of the school approved a version. Raises NotThisMove, DayOutOfBounds or Refused."""
    locked = Version.objects.select_for_update().get(pk=version.pk)
    if locked.status not in MAY_BE_APPROVED:
        raise NotThisMove("Propose the version first: what is approved cannot be changed meanwhile.", field="body")
    if approved_on > today:
        raise DayOutOfBounds("The day of approval must be today or in the past.", field="approved_on")
    try:
        with transaction.atomic():
            approval = Approval.objects.create(
                version=version,
                school=school,
                body=body,
                approved_on=approved_on,
                minute_reference=minute_reference,
                recorded_by=by,
                recorded_at=now,
            )
    except IntegrityError as fault:
        raise Refused(f"The approval of the {body.label} is already on record.", field="body") from fault
    after = {"version": version.pk, "body": body, "approved_on": approved_on, "minute_reference": minute_reference}
    record(school=school, by=by, now=now, action="version.approved", row=approval, after=after)
    count_from_approval(by=by, now=now, today=today, approval=approval)
    return approval


def attach_document(
    *, by: User, now: dt.datetime, version: Version, school: School, name: str, content: bytes
) -> Version:
    """Keep the document itself with its version, or replace the one kept. Raises Refused or FileNotKept.

    It is given out under the name it came with, ending in what it is.
    """
    ending = next((end for end, begins in DOCUMENT_KINDS.items() if content.startswith(begins)), "")
    if not ending or len(content) > DOCUMENT_AT_MOST:
        raise Refused("Choose a PDF or Word document of 20 MB or less.", field="document")
    with sealed_file(content, folder="documents", ending=ending) as file:
        stored_name = f"{PurePath(name).stem[:LONGEST_STEM]}{ending}"
        return _attach(by=by, now=now, version=version, school=school, name=stored_name, file=file)


@transaction.atomic
def _attach(*, by: User, now: dt.datetime, version: Version, school: School, name: str, file: SealedFile) -> Version:
    before = {"document_sha256": version.document_sha256}
    version.document.name, version.document_name = file.name, name
    version.document_sha256 = file.sha256
    version.save(update_fields=["document", "document_name", "document_sha256"])
    after = {"document_sha256": version.document_sha256}
    record(school=school, by=by, now=now, action="version.document_attached", row=version, before=before, after=after)
    return version


def _move(
    move: Move, *, by: User, now: dt.datetime, school: School, version: Version, revision: int, reason: str = ""
) -> Version:
    """Make a move that changes the status alone, and record it."""
    if already := _find_repeat(move, version, revision=revision):
        return already
    locked = _lock(version, move)
    refuse_stale(locked, revision=revision, noun="version")
    before, locked.status = {"status": locked.status}, move.goes_to
    save_revision(locked)
    if locked.status == Status.WITHDRAWN:
        _keep_words(locked.policy)
    after = {"status": locked.status}
    action = f"version.{move.goes_to}"
    record(school=school, by=by, now=now, action=action, row=locked, before=before, after=after, reason=reason)
    return locked


def _keep_words(policy: Policy) -> None:
    """Have each school that keeps to the policy, or did, know the words that its versions declare."""
    schools = School.objects.filter(pk__in=policy.adoptions.values("school")).order_by("pk")
    for school in schools.select_for_update(no_key=True):
        if (words := collect_words(school)) != school.words:
            school.words = words
            school.save(update_fields=["words"])


def _find_repeat(move: Move, version: Version, *, revision: int) -> Version | None:
    """The version where the same form has made this move already, as when it is sent twice."""
    return Version.objects.filter(pk=version.pk, status=move.goes_to, revision=revision + 1).first()


def _lock(version: Version, move: Move) -> Version:
    """The version as it is stored now, locked until the transaction ends. Raises NotThisMove."""
    locked = Version.objects.select_for_update(of=("self",)).select_related("policy").get(pk=version.pk)
    if locked.status not in move.comes_from:
        raise NotThisMove(
            f"This version is {locked.get_status_display().lower()} by now, so this cannot be done to it."
        )
    return locked


def _number_in(locked: Version, text: str) -> str:
    """The number that a draft's pack gives. Raises PackError for a bad pack, another policy's, or one in force."""
    pack = parse_pack(text, locked.policy.slug)
    if pack.policy.slug != locked.policy.slug:
        raise PackError(locked.policy.slug, [f'policy: slug must stay "{locked.policy.slug}"'])
    if pack.version.status != PackStatus.DRAFT:
        raise PackError(locked.policy.slug, ['version: status must stay "draft" until it is brought into force'])
    return pack.version.number


def _refuse_unapproved(locked: Version, *, today: dt.date) -> None:
    kept = Adoption.objects.filter(Q(ended_on=None) | Q(ended_on__gte=today), policy=locked.policy)
    bodies = Approval.objects.filter(version=locked).order_by().values("school").annotate(given=Count("body"))
    approving = bodies.filter(given=len(Approval.Body)).values("school")
    missing = School.objects.filter(pk__in=kept.values("school")).exclude(pk__in=approving)
    if names := ", ".join(missing.order_by("name").values_list("name", flat=True)):
        raise NotApprovedEverywhere(
            f"The approvals of the Headteacher and of the governing body are not both on record at: {names}."
        )


def _refuse_day(locked: Version, day: dt.date, *, today: dt.date) -> None:
    """A version that cases are judged by comes into force today or later, so that none is judged anew."""
    before = Version.objects.filter(policy=locked.policy, status=Status.ADOPTED)
    last = before.aggregate(last=Max("in_force_from"))["last"]
    if locked.pack_text and day < today:
        sentence = "The day must be today or later: what has happened stays judged as it was."
    elif last and day <= last:
        sentence = f"The day must be after {day_in_words(last)}, when the version before came into force."
    elif day > today + FURTHEST:
        sentence = "The day must be within the next two years."
    else:
        return
    raise DayOutOfBounds(sentence, field="in_force_from")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest() if text else ""
