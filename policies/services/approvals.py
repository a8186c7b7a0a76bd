"""Put approvals and the document itself on record beside a version."""

import datetime as dt
import hashlib
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from audit.services import record
from people.models import School, User
from policies.life import MAY_BE_APPROVED
from policies.models import Approval, Version
from policies.services.cycles import count_from_approval
from web.files import private_files, random_name

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
    """Keep the document itself with its version, or replace the one kept. Raises NotADocument.

    The file is written first, under a random name; if the rows cannot be written it is taken away again. It is
    given out under the name it came with, ending in what it is.
    """
    ending = next((end for end, begins in DOCUMENT_KINDS.items() if content.startswith(begins)), "")
    if not ending or len(content) > DOCUMENT_AT_MOST:
        raise NotADocument("Choose a PDF or Word document of 20 MB or less.")
    files = private_files()
    stored = files.save(random_name("documents", ending), ContentFile(content))
    try:
        with transaction.atomic():
            kept_as = f"{PurePath(name).stem[:LONGEST_STEM]}{ending}"
            return _keep(by=by, now=now, version=version, school=school, name=kept_as, content=content, stored=stored)
    except BaseException:
        files.delete(stored)
        raise


def _keep(
    *, by: User, now: dt.datetime, version: Version, school: School, name: str, content: bytes, stored: str
) -> Version:
    before = {"document_sha256": version.document_sha256}
    version.document.name, version.document_name = stored, name
    version.document_sha256 = hashlib.sha256(content).hexdigest()
    version.save(update_fields=["document", "document_name", "document_sha256"])
    after = {"document_sha256": version.document_sha256}
    record(school=school, by=by, now=now, action="version.document_attached", row=version, before=before, after=after)
    return version
