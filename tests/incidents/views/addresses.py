"""Addresses of pages of a draft."""

from django.urls import reverse

from incidents.journey import Page
from incidents.models import Incident


def page_url(draft: Incident, page: Page) -> str:
    """The address of one page of the draft."""
    return reverse("incidents:log_page", args=[draft.pk, page])
