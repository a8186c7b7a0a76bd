"""Registers the audit app with Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The append-only record of who did what, when and why."""

    name = "audit"
