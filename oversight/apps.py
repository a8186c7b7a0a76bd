"""Registers the oversight app with Django."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Dashboards, figures and packs for governors, and reminders of what is due."""

    name = "oversight"

    def ready(self) -> None:
        """Say in the list of a policy's readers when each was last reminded."""
        from oversight.reminders.acknowledgements import last_reminders
        from policies.readers import LAST_REMINDERS

        LAST_REMINDERS.fill(last_reminders)
