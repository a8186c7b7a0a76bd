"""What every page knows about the copy of Rung that serves it."""

from django.conf import settings
from django.http import HttpRequest


def demonstration(request: HttpRequest) -> dict[str, bool]:
    """`demo`: whether everybody here is made up, which the header then says."""
    return {"demo": settings.DEMO}
