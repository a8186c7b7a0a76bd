"""Evidence is given out as an attachment, to those who may see the incident, on record."""

from typing import Any

import pytest
from django.urls import reverse

from audit.models import Entry
from incidents.services.evidence import add_evidence
from tests.cast import NOW, Cast
from tests.incidents.factories import JPEG, PNG, make_incident, upload
from tests.signing_in import browser_of


def content_of(answer: Any) -> bytes:
    """What a streamed answer holds; reading it to the end closes the file."""
    return b"".join(answer.streaming_content)


@pytest.mark.parametrize(
    ("content", "name", "given_as"),
    [
        (PNG, "post.png", 'attachment; filename="post.png"'),
        (JPEG, "page.html", 'attachment; filename="page.jpg"'),
        (PNG, 'a"; x=.png', 'attachment; filename="a\\"; x=.png"'),
        (PNG, "Llŷr.png", "attachment; filename*=utf-8''Ll%C5%B7r.png"),
    ],
)
def test_a_file_comes_as_an_attachment_that_no_browser_runs(
    cast: Cast, content: bytes, name: str, given_as: str
) -> None:
    evidence = add_evidence(
        by=cast.head, now=NOW, incident=make_incident(cast), title="Post", upload=upload(content, name)
    )

    answer = browser_of(cast.head).get(reverse("incidents:evidence", args=[evidence.pk]))

    assert content_of(answer) == content
    assert answer["Content-Disposition"] == given_as
    assert answer["Content-Type"] == evidence.content_type
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]


def test_each_download_is_on_record(cast: Cast) -> None:
    evidence = add_evidence(by=cast.head, now=NOW, incident=make_incident(cast), title="Post", upload=upload())
    url = reverse("incidents:evidence", args=[evidence.pk])

    for user in (cast.deputy, cast.lead, cast.deputy):
        assert content_of(browser_of(user).get(url)) == PNG

    entries = Entry.objects.filter(action="evidence.read").order_by("number")
    assert [entry.by for entry in entries] == [cast.deputy, cast.lead, cast.deputy]
    assert entries[0].changes == {"after": {"sha256": evidence.sha256}}
