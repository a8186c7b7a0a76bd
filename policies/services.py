"""What can be done with a policy and its versions: add, adopt, draft, propose, approve, bring into force, withdraw."""

import datetime as dt
import hashlib
from pathlib import PurePath

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import Count, Max, Q
from django.utils import timezone
from django.utils.text import slugify

from audit.services import record
from people.models import School, User
from policies.models import Adoption, Approval, Policy, ReviewCycle, Version
from policies.pack_text import Value, rewritten
from policies.reviews.services import begin_cycle, count_from_approval, set_cycle
from policies.rules.pack import Pack
from policies.rules.parsing import PackError, parse_pack
from policies.rules.words import Status as PackStatus
from policies.transitions import BRING_INTO_FORCE, CHANGE, MAY_BE_APPROVED, PROPOSE, SEND_BACK, START, WITHDRAW, Move
from web.dates import day_in_words
from web.files import SealedFile, sealed_file

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


MEGABYTE = 1_048_576
DOCUMENT_AT_MOST = 20 * MEGABYTE
LONGEST_STEM = 190
# What a file begins with, by the ending it is kept under.
DOCUMENT_KINDS = {".pdf": b"%PDF-", ".docx": b"PK\x03\x04"}


class AlreadyApproved(Exception):
    """This body's approval of the version is on record at the school."""


class ApprovedInFuture(Exception):
    """An approval has a day that has been."""


class NotYetProposed(Exception):
    """A version is approved once it says what it is going to say."""


class NotADocument(Exception):
    """The file is not a PDF or Word document of 20 MB or less."""


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
    """Put on record that a body of the school approved a version.

    Raises NotYetProposed, AlreadyApproved or ApprovedInFuture.
    """
    held = Version.objects.select_for_update().get(pk=version.pk)
    if held.status not in MAY_BE_APPROVED:
        raise NotYetProposed("Propose the version first: what is approved cannot be changed meanwhile.")
    if approved_on > today:
        raise ApprovedInFuture("The day of approval must be today or in the past.")
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
        raise AlreadyApproved(f"The approval of the {body.label} is already on record.") from fault
    after = {"version": version.pk, "body": body, "approved_on": approved_on, "minute_reference": minute_reference}
    record(school=school, by=by, now=now, action="version.approved", row=approval, after=after)
    count_from_approval(by=by, now=now, today=today, approval=approval)
    return approval


def attach_document(
    *, by: User, now: dt.datetime, version: Version, school: School, name: str, content: bytes
) -> Version:
    """Keep the document itself with its version, or replace the one kept. Raises NotADocument or FileNotKept.

    It is given out under the name it came with, ending in what it is.
    """
    ending = next((end for end, begins in DOCUMENT_KINDS.items() if content.startswith(begins)), "")
    if not ending or len(content) > DOCUMENT_AT_MOST:
        raise NotADocument("Choose a PDF or Word document of 20 MB or less.")
    with sealed_file(content, folder="documents", ending=ending) as file:
        kept_as = f"{PurePath(name).stem[:LONGEST_STEM]}{ending}"
        return _keep(by=by, now=now, version=version, school=school, name=kept_as, file=file)


@transaction.atomic
def _keep(*, by: User, now: dt.datetime, version: Version, school: School, name: str, file: SealedFile) -> Version:
    before = {"document_sha256": version.document_sha256}
    version.document.name, version.document_name = file.name, name
    version.document_sha256 = file.sha256
    version.save(update_fields=["document", "document_name", "document_sha256"])
    after = {"document_sha256": version.document_sha256}
    record(school=school, by=by, now=now, action="version.document_attached", row=version, before=before, after=after)
    return version


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
