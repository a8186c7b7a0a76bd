"""The parts that pages share: what each shows, in words and not by colour alone."""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.test import RequestFactory

from web.paging import ListPaginator


@dataclass(frozen=True)
class Row:
    """One answer to check."""

    key: str
    value: str = ""
    lines: tuple[str, ...] = ()
    change_url: str = ""


def part(name: str, **context: object) -> str:
    """The part, with the space between its tags evened out."""
    return " ".join(render_to_string(f"components/_{name}.html", context).split())


def test_a_page_has_one_heading_with_its_caption_and_lead() -> None:
    header = part("page_header", heading="A post", caption="CP-2026-0007", lead="Judged as parent.")

    assert header.count("<h1") == 1
    assert "CP-2026-0007" in header
    assert "Judged as parent." in header


def test_a_notice_says_the_fact_and_leads_on() -> None:
    notice = part("notice", title="Due for review.", text="Still used.", link_url="/policies/", link_text="Plan it")

    assert "<strong>Due for review.</strong> Still used." in notice
    assert '<a class="govuk-link" href="/policies/">Plan it</a>' in notice


def test_an_empty_list_says_what_to_do() -> None:
    empty = part("empty", title="No cases yet", text="Log one.", link_url="/log/", link_text="Log an incident")

    assert '<a class="govuk-link" href="/log/">Log an incident</a>' in empty


def test_a_state_is_a_word_on_its_tint() -> None:
    assert part("tag", text="Overdue", tone="late") == '<strong class="rung-tag rung-tag--late">Overdue</strong>'


def test_answers_to_check_name_what_each_link_changes() -> None:
    rows = [Row("Findings", lines=("A threat", "An allegation"), change_url="/change/"), Row("Platform")]

    answers = part("summary_list", rows=rows)

    assert 'Change<span class="govuk-visually-hidden"> findings</span>' in answers
    assert "<li>A threat</li><li>An allegation</li>" in answers.replace("> <", "><")
    assert "Not given" in answers
    assert answers.count("Change<") == 1


def test_a_grave_step_is_confirmed_with_a_way_out() -> None:
    bar = part("confirm_bar", says="The case closes.", button="Close the case", cancel_url="/case/", warning=True)

    assert "govuk-button--warning" in bar
    assert '<a class="govuk-link" href="/case/">Cancel</a>' in bar


def test_paging_keeps_the_rest_of_what_was_asked() -> None:
    pages = ListPaginator(range(200), 10)
    request = RequestFactory().get("/cases/", {"party": "parent", "page": "7"})
    context = {"page": pages.page(7)}

    links = render_to_string("components/_pagination.html", context, request)

    assert 'href="?party=parent&amp;page=6" rel="prev"' in links
    assert 'href="?party=parent&amp;page=8" rel="next"' in links
    assert 'aria-label="Page 7" aria-current="page"' in links
    assert links.count("--ellipsis") == 2


def test_a_single_page_needs_no_paging() -> None:
    assert part("pagination", page=ListPaginator(range(3), 10).page(1)) == ""
