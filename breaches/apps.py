"""Registers the breaches app with Django."""

from django.apps import AppConfig


class BreachesConfig(AppConfig):
    """One case per subject: findings, the ladder, steps and letters."""

    name = "breaches"
