"""Addresses of pages of a draft."""

from django.urls import reverse

from incidents.models import Incident
from incidents.pages import Page


def page_url(draft: Incident, page: Page) -> str:
    """The address of one page of the draft."""
    return reverse("incidents:log_page", args=[draft.pk, page])
