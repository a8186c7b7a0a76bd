"""Pages of a list that may be very long, without counting all of it."""

from functools import cached_property

from django.core.paginator import Paginator
from django.db.models import QuerySet

COUNTED_AT_MOST = 1000


class CappedPaginator(Paginator):  # type: ignore[type-arg]  # generic in the stubs alone
    """Counts so many rows at most, so that a page costs the same however long the list is.

    Past the last row counted a person is asked to narrow the list; the export holds every row.
    """

    object_list: QuerySet  # type: ignore[type-arg]  # as above

    def __init__(self, rows: QuerySet, per_page: int, *, at_most: int = COUNTED_AT_MOST) -> None:  # type: ignore[type-arg]  # as above
        super().__init__(rows, per_page)
        self.at_most = at_most

    @cached_property
    def _counted(self) -> int:
        return self.object_list.order_by()[: self.at_most + 1].count()

    @cached_property
    def count(self) -> int:
        """How many rows there are to turn the pages of."""
        return min(self._counted, self.at_most)

    @property
    def has_more(self) -> bool:
        """Whether there are rows past the last page."""
        return self._counted > self.at_most
