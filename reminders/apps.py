"""Registers the reminders app with Django."""

from django.apps import AppConfig


class RemindersConfig(AppConfig):
    """What is due, to whom, told once by mail."""

    name = "reminders"

    def ready(self) -> None:
        """Say in the list of a policy's readers when each was last reminded."""
        from policies.readers.querysets import LAST_REMINDERS
        from reminders.kinds.acknowledgements import find_last_reminders

        LAST_REMINDERS.fill(find_last_reminders)
