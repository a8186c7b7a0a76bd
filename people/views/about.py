"""Pages that anybody may read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How accessible Rung is, and what to do where it is not."""
    return render(request, "people/accessibility.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What Rung keeps, who sees it, and for what."""
    return render(request, "people/privacy.html")
