"""How people come to have an account."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedSignUp(DefaultAccountAdapter):
    """Nobody signs up: an Administrator adds the people of their school."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether a visitor may make an account for themselves: never."""
        return False
