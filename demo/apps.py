"""Registers the demonstration with Django, where a copy of Rung is one."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Invented schools, people and cases."""

    name = "demo"
