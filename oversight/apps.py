"""Registers the oversight app with Django."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Dashboards, figures and packs for governors, and reminders of what is due."""

    name = "oversight"
