import pytest

from people.models import Capacity, Person
from people.services.register import add_person
from tests.cast import NOW, Cast
from web.paging import CappedPaginator

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
