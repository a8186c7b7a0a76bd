"""What a page of one app shows that only an app above it knows: that app may not be imported, so it fills a slot."""

from collections.abc import Callable
from typing import Generic, ParamSpec, TypeVar

from people.acting import Acting

P = ParamSpec("P")
Content = TypeVar("Content")


class SlotEmpty(Exception):
    """A page asks for what no app has offered to give."""


class SlotTaken(Exception):
    """Two apps offer to fill the same slot."""


class Slot(Generic[P, Content]):
    """Filled once, in the `ready` of the app above; called by the page."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.source: Callable[P, Content] | None = None

    def fill(self, source: Callable[P, Content]) -> None:
        """Let the page ask this function. Raises SlotTaken if it asks another already."""
        if self.source not in {None, source}:
            raise SlotTaken(f"{self.name} is filled already.")
        self.source = source

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Content:
        """What the function that fills it gives. Raises SlotEmpty."""
        if self.source is None:
            raise SlotEmpty(f"Nothing fills {self.name}.")
        return self.source(*args, **kwargs)


# What the school asks whoever joins it to read, a line each: filled by policies.
NEW_STARTER_READING: Slot[[Acting], list[str]] = Slot("what new starters read")
