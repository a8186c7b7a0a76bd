"""Registers the policies app with Django."""

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    """Policies, their versions and packs, and the rules read from them."""

    name = "policies"
