"""A list page: narrowed by a filter, turned page by page.

    class PersonFilter(ListFilter):
        q = CharFilter(label="Find a person by name", method="with_name")

        def with_name(self, people: PersonQuerySet, name: str, value: str) -> PersonQuerySet:
            return people.named_like(value)

    def person_list(request: ActingRequest) -> HttpResponse:
        list_filter = PersonFilter(request.GET, rows=_register(request))
        context = {"filter": list_filter, "page": page_of(request, list_filter.qs, size=50)}
        return render(request, "people/person_list.html", context)

The template shows `filter.form`, the rows of `page`, and the links of `components/_pagination.html`;
`filter.is_narrowed` tells an empty list from one that the filter left empty. A value that makes no sense narrows
nothing: a list page is never an error. Links instead of a form, such as "All" and "Unread", are a ChoiceFilter too.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django_filters.filterset import FilterSet

USUAL_SIZE = 25
COUNTED_AT_MOST = 1000


class ListFilter(FilterSet):
    """How a list is narrowed by the query string of its address."""

    def __init__(self, query: QueryDict, *, rows: QuerySet[Any]) -> None:
        """`rows` are those that the reader may see."""
        super().__init__(query, queryset=rows)  # type: ignore[no-untyped-call]  # django-filter has no types

    @property
    def is_narrowed(self) -> bool:
        return any(self.data.get(name) for name in self.filters)


class ListPage(Page[Any]):
    paginator: ListPaginator

    @property
    def numbers(self) -> list[int | str]:
        """The first, the last and those around this page; an ellipsis for the others."""
        return list(self.paginator.get_elided_page_range(self.number, on_each_side=1, on_ends=1))


class ListPaginator(Paginator[Any]):
    def _get_page(self, *args: Any, **kwargs: Any) -> ListPage:
        """Django's own way for a paginator to have pages of another kind."""
        return ListPage(*args, **kwargs)


class CappedPaginator(ListPaginator):
    """Counts so many rows at most, so that a page costs the same however long the list is.

    Past the last row counted a person is asked to narrow the list; an export holds every row.
    """

    object_list: QuerySet[Any]

    def __init__(self, rows: QuerySet[Any], per_page: int, *, at_most: int = COUNTED_AT_MOST) -> None:
        super().__init__(rows, per_page)
        self.at_most = at_most

    @cached_property
    def _count_with_one_more(self) -> int:
        return self.object_list.order_by()[: self.at_most + 1].count()

    @cached_property
    def count(self) -> int:
        return min(self._count_with_one_more, self.at_most)

    @property
    def has_more(self) -> bool:
        return self._count_with_one_more > self.at_most


def page_of(
    request: HttpRequest, rows: QuerySet[Any] | Sequence[Any], *, size: int = USUAL_SIZE, is_capped: bool = False
) -> ListPage:
    """The page that the address asks for, else the first or last; `is_capped` for a table that may be very long."""
    kind = CappedPaginator if is_capped else ListPaginator
    page: ListPage = kind(rows, size).get_page(request.GET.get("page"))  # type: ignore[assignment,arg-type]
    return page
