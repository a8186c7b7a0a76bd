"""A browser in which somebody of the cast is signed in."""

from django.test import Client
from django.urls import reverse

from incidents.models import Incident
from incidents.pages import Page
from people.models import User


def browser_of(user: User) -> Client:
    """A client signed in as this user."""
    client = Client()
    client.force_login(user)
    return client


def page_url(draft: Incident, page: Page) -> str:
    """The address of one page of the draft."""
    return reverse("incidents:log_page", args=[draft.pk, page])
