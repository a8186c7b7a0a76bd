"""Names of files, and words, that would be code or a path elsewhere: here they stay what they are."""

import csv
import io
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from breaches.models import Case
from incidents.journey import Page
from incidents.models import Evidence, Involvement
from incidents.services.evidence import add_evidence
from people.models import Capacity
from people.services import add_person
from policies.rules.words import Finding
from tests.breaches.factories import make_case, reload_case
from tests.cast import NOW, Cast
from tests.incidents.factories import PDF, fill, involve, make_draft, make_incident, upload, with_findings
from tests.signing_in import browser_of

pytestmark = pytest.mark.usefixtures("clock")

SCRIPT = "<script>alert(1)</script>"
BREAKS_OUT = "\"><img src=x onerror='alert(1)'>"


def form_of(case: Case, **fields: Any) -> dict[str, Any]:
    """A form about a case as its page would send it."""
    return {"revision": reload_case(case).revision, "read_at": NOW.isoformat(), "form_token": uuid.uuid4()} | fields


# Names of files, and what is in them


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/passwd.png",
        "..\\..\\windows\\system.png",
        'post".png\r\nX-Injected: yes',
        "post\x00.png",
        "post.html",
        f"{'long ' * 60}.png",
        "\u202egnp.exe",
    ],
)
def test_the_name_of_an_uploaded_file_reaches_neither_the_disk_nor_a_header(cast: Cast, name: str) -> None:
    incident = make_incident(cast)
    file = SimpleUploadedFile("post.png", upload().read(), content_type="text/html")
    file._name = name  # type: ignore[attr-defined]  # as a client that keeps to no rule sends it
    evidence = add_evidence(by=cast.head, now=NOW, incident=incident, title="Post", upload=file)

    answer = browser_of(cast.head).get(reverse("incidents:evidence", args=[evidence.pk]))
    answer.getvalue()

    assert ".." not in str(evidence.file)
    assert str(evidence.file).startswith("evidence/")
    assert len(evidence.original_name) <= 200
    assert not {"/", "\\", "\r", "\n", "\x00"} & set(evidence.original_name)
    assert "X-Injected" not in answer.headers
    assert answer["Content-Disposition"].startswith("attachment")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")


@pytest.mark.parametrize(
    "name", ["policy.html", f"{'long' * 80}.pdf", "../policy.pdf", 'pol"icy.pdf\r\nX-Injected: yes']
)
def test_the_name_of_a_document_tells_what_it_is_and_fits(cast: Cast, name: str) -> None:
    client = browser_of(cast.head)
    args = [cast.version.policy.slug, cast.version.pk]
    client.post(
        reverse("policies:document_attach", args=args), {"document": SimpleUploadedFile(name, PDF)}, follow=True
    )

    cast.version.refresh_from_db()
    answer = client.get(reverse("policies:document", args=args))
    answer.getvalue()

    assert cast.version.document_name.endswith(".pdf")
    assert len(cast.version.document_name) <= 200
    assert (answer["Content-Type"], "X-Injected" in answer.headers) == ("application/pdf", False)


def test_a_page_passed_off_as_a_picture_is_not_kept(cast: Cast) -> None:
    incident = make_incident(cast)
    body = {"title": "Post", "file": SimpleUploadedFile("post.png", f"<html>{SCRIPT}".encode(), "image/png")}

    answer = browser_of(cast.head).post(reverse("incidents:evidence_add", args=[incident.pk]), body)

    assert answer.status_code == 200
    assert not Evidence.objects.exists()


# Words that would be code elsewhere


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t=", " =", "\n="])
def test_no_cell_of_the_csv_is_a_formula(cast: Cast, begins: str) -> None:
    case = make_case(cast, incident=make_incident(cast, title=f'{begins}HYPERLINK("http://evil.example")'))

    answer = browser_of(cast.head).get(reverse("breaches:case_export"))
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))

    assert rows[1][0] == case.reference
    assert [cell for row in rows for cell in row if cell.lstrip()[:1] in set("=+-@")] == []


def test_words_that_are_markup_stand_on_pages_as_words(cast: Cast) -> None:
    hostile = add_person(
        by=None,
        now=NOW,
        school=cast.school,
        name=f"Eve {SCRIPT}",
        capacities={Capacity.PARENT: BREAKS_OUT},
        address=f"1 Lane\n{SCRIPT}",
        note=SCRIPT,
    )
    draft = make_draft(cast.head, cast.school)
    fill(draft, cast.head, Page.WHERE, platform="other", platform_name=SCRIPT, account=BREAKS_OUT, audience="public")
    fill(draft, cast.head, Page.WHERE, address="javascript:alert(1)")
    fill(draft, cast.head, Page.WHAT, title=f"{BREAKS_OUT}{SCRIPT}", facts=SCRIPT, opinion=BREAKS_OUT)
    involve(draft, cast.head, hostile, Involvement.Part.SUBJECT)
    with_findings(draft, cast.head, {Finding.OTHER_BREACH: SCRIPT})
    client = browser_of(cast.head)
    urls = [reverse("incidents:log_page", args=[draft.pk, page]) for page in Page]
    urls += [reverse("incidents:log_check", args=[draft.pk]), "/incidents/", "/incidents/log/", "/"]
    pages = [client.get(url).content.decode() for url in urls]
    incident = logged_now(cast, draft)
    add_evidence(by=cast.head, now=NOW, incident=incident, title=SCRIPT, upload=upload(name=f"{SCRIPT}.png"))
    case = make_case(cast, incident=incident, findings={Finding.OTHER_BREACH: BREAKS_OUT})
    client.post(reverse("breaches:note_add", args=[case.pk]), form_of(case, text=SCRIPT))
    urls = [reverse(f"incidents:{name}", args=[incident.pk]) for name in ("incident", "logged", "step_back")]
    urls += [reverse(f"breaches:{name}", args=[case.pk]) for name in ("case", "finding_add", "close", "letter_choose")]
    urls += [reverse("breaches:letter_draft", args=[case.pk, kind]) for kind in ("removal_request", "police_summary")]
    urls += [reverse(f"people:{name}", args=[hostile.pk]) for name in ("person", "person_change", "relationship_add")]
    urls += ["/", "/cases/", "/incidents/", f"/cases/?q={SCRIPT}", f"/people/?q={BREAKS_OUT}", "/people/"]
    pages += [client.get(url).content.decode() for url in urls]

    assert [url for page in pages for url in (SCRIPT, "<img src=x", 'href="javascript:') if url in page] == []
    assert sum("&lt;script&gt;" in page for page in pages) > 15


def logged_now(cast: Cast, draft: Any) -> Any:
    """The draft, logged through its page."""
    draft.refresh_from_db()
    body = {"revision": draft.revision}
    assert browser_of(cast.head).post(reverse("incidents:log_check", args=[draft.pk]), body).status_code == 302
    draft.refresh_from_db()
    return draft
