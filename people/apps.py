"""Registers the people app with Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Users, schools, memberships and the register of parties."""

    name = "people"
