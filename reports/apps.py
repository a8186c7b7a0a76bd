"""Registers the reports app with Django."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """What staff report, and low-level concerns."""

    name = "reports"
