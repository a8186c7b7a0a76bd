"""Registers the governors app with Django."""

from django.apps import AppConfig


class GovernorsConfig(AppConfig):
    """What governors see: reviews due, figures with small counts withheld, packs for meetings."""

    name = "governors"
