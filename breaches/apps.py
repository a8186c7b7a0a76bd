"""This app holds the cases: one for each person whom an incident is about, with its steps and letters."""

from django.apps import AppConfig


class BreachesConfig(AppConfig):
    """Cases, one for each subject of an incident: what was established, the policy's ladder, steps and letters."""

    name = "breaches"
