"""A browser in which somebody of the cast is signed in."""

from django.test import Client

from people.models import User


def browser_of(user: User) -> Client:
    """A client signed in as this user."""
    client = Client()
    client.force_login(user)
    return client
