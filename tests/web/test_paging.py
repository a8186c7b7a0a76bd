import pytest
from django.http import QueryDict
from django.test import RequestFactory
from django_filters.filters import CharFilter

from people.models import Capacity, Person
from people.services import add_person
from tests.cast import NOW, Cast
from web.paging import CappedPaginator, ListFilter, page_of

NAMES = ("Ann Ellis", "Bet Ellis", "Cai Ellis", "Deb Ellis")


def pages_of(cast: Cast, rows: int, *, at_most: int = 3) -> CappedPaginator:
    """The pages, two rows each, of a list of so many."""
    for name in NAMES[:rows]:
        add_person(by=None, now=NOW, school=cast.school, name=name, capacities={Capacity.PARENT: ""})
    ellises = Person.objects.filter(name__endswith="Ellis").order_by("name")
    return CappedPaginator(ellises, 2, at_most=at_most)


@pytest.mark.parametrize(
    ("rows", "count", "pages", "has_more"), [(0, 0, 1, False), (2, 2, 1, False), (3, 3, 2, False), (4, 3, 2, True)]
)
def test_rows_are_counted_up_to_the_most_and_whether_there_are_more(
    cast: Cast, rows: int, count: int, pages: int, *, has_more: bool
) -> None:
    paginator = pages_of(cast, rows)
    assert (paginator.count, paginator.num_pages, paginator.has_more) == (count, pages, has_more)


def test_the_last_page_ends_with_the_last_row_counted(cast: Cast) -> None:
    paginator = pages_of(cast, 4)
    assert [person.name for person in paginator.page(2)] == ["Cai Ellis"]


def test_a_thousand_rows_are_counted_unless_said_otherwise(cast: Cast) -> None:
    assert CappedPaginator(Person.objects.all(), 25).at_most == 1000


@pytest.mark.parametrize(("query", "number"), [("", 1), ("2", 2), ("3", 3), ("4", 3), ("nonsense", 1)])
def test_the_page_is_the_one_asked_for_or_the_nearest(query: str, number: int) -> None:
    page = page_of(RequestFactory().get("/", {"page": query}), range(60))
    assert page.number == number


def test_a_page_links_to_the_first_the_last_and_those_beside_it() -> None:
    page = page_of(RequestFactory().get("/", {"page": "7"}), range(200), size=10)
    assert page.numbers == [1, "…", 6, 7, 8, "…", 20]


def test_a_list_that_may_be_long_is_counted_no_further_than_it_must_be(cast: Cast) -> None:
    request = RequestFactory().get("/")
    assert isinstance(page_of(request, Person.objects.all(), is_capped=True).paginator, CappedPaginator)
    assert not isinstance(page_of(request, Person.objects.all()).paginator, CappedPaginator)


class NameFilter(ListFilter):
    name = CharFilter(lookup_expr="contains")


@pytest.mark.parametrize(
    ("query", "is_narrowed", "finds"), [("", False, True), ("name=", False, True), ("name=Zz", True, False)]
)
def test_a_filter_says_whether_it_narrows_the_list(cast: Cast, query: str, *, is_narrowed: bool, finds: bool) -> None:
    chosen = NameFilter(QueryDict(query), rows=Person.objects.all())
    assert (chosen.is_narrowed, chosen.qs.exists()) == (is_narrowed, finds)
