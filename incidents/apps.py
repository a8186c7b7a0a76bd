"""Registers the incidents app with Django."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """What happened, where, when, and who took part."""

    name = "incidents"
