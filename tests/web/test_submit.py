"""A service run by a view: what it refuses is shown, and nothing else is caught."""

from dataclasses import dataclass

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest, HttpResponse, QueryDict
from django.test import RequestFactory

from web.forms import RevisionForm, line_field
from web.submit import Refused, Row, Stale, form_page, refusals_as_messages, refusals_on, refuse_stale

TOKEN = "1e9ab2ab-6f2b-4a3b-9f0e-2d8b4e7f7c11"


@dataclass
class Page:
    """A row that two people change."""

    revision: int
    title: str


class PageForm(RevisionForm):
    title = line_field("Title", required="Enter a title.")


def make_query(**fields: str) -> QueryDict:
    query = QueryDict(mutable=True)
    query.update({"revision": "1", "form_token": TOKEN, "title": "Mine", **fields})
    return query


def request_with_messages() -> HttpRequest:
    request = RequestFactory().get("/")
    request.session = {}  # type: ignore[assignment]  # the messages of one request need no more
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]  # as the middleware puts them there
    return request


@pytest.mark.parametrize(("field", "place"), [("title", "title"), ("", "__all__"), ("elsewhere", "__all__")])
def test_a_refusal_stands_at_its_field_or_above_the_form(field: str, place: str) -> None:
    form = PageForm(make_query(), revision=1)
    assert form.is_valid()
    with refusals_on(form):
        raise Refused("Choose another title.", field=field)
    assert form.errors == {place: ["Choose another title."]}


def test_a_view_that_returns_from_the_block_goes_on_after_a_refusal_alone() -> None:
    def view(*, refuses: bool) -> str:
        form = PageForm(make_query(), revision=1)
        if form.is_valid():
            with refusals_on(form):
                if refuses:
                    raise Refused("No.")
                return "saved"
        return "shown again"

    assert [view(refuses=False), view(refuses=True)] == ["saved", "shown again"]


def test_a_fault_that_is_no_refusal_goes_on() -> None:
    form = PageForm(make_query(), revision=1)
    with pytest.raises(KeyError), refusals_on(form):
        raise KeyError
    with pytest.raises(KeyError), refusals_as_messages(request_with_messages()):
        raise KeyError


def test_a_refusal_without_a_form_is_a_message() -> None:
    request = request_with_messages()
    with refusals_as_messages(request):
        raise Refused("Not yet.")
    assert [(message.level_tag, message.message) for message in get_messages(request)] == [("warning", "Not yet.")]


def test_a_row_is_stale_from_its_next_revision_on() -> None:
    refuse_stale(Page(1, "Theirs"), revision=1, noun="page")
    for revision in (0, 2):
        with pytest.raises(Stale, match="Somebody changed this page while you were writing"):
            refuse_stale(Page(1, "Theirs"), revision=revision, noun="page")


def test_a_stale_form_keeps_what_was_typed_and_takes_the_revision_as_stored_now() -> None:
    form = PageForm(make_query(), revision=1)
    assert form.is_valid()
    with refusals_on(form):
        refuse_stale(Page(4, "Theirs"), revision=1, noun="page")
    assert form.is_stale
    assert (form["revision"].value(), form["title"].value(), form["form_token"].value()) == ("4", "Mine", TOKEN)


def test_the_page_of_a_stale_form_shows_both_versions() -> None:
    form = PageForm(make_query(), revision=1)
    assert form.is_valid()
    with refusals_on(form):
        refuse_stale(Page(4, "Theirs"), revision=1, noun="page")
    page = show(form)
    assert page.status_code == 409
    assert "Theirs" in page.content.decode()
    assert 'value="Mine"' in page.content.decode()


def test_the_page_of_a_form_that_is_not_stale_shows_one() -> None:
    page = show(PageForm(revision=1))
    assert page.status_code == 200
    assert "What is stored now" not in page.content.decode()


def test_a_form_of_any_kind_has_its_page() -> None:
    class Plain(forms.Form):
        title = line_field("Title", required="Enter a title.")

    page = show(Plain(QueryDict("title=")))
    assert page.status_code == 200
    assert "Enter a title." in page.content.decode()


def show(form: forms.Form) -> HttpResponse:
    return form_page(
        request_with_messages(),
        form,
        heading="Change the page",
        cancel_url="/",
        stored=lambda page: [Row("Title", page.title)],
    )
