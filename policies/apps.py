"""Registers the policies app with Django."""

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    """Policies, their versions and packs, and the rules read from them."""

    name = "policies"

    def ready(self) -> None:
        """Say on the page that adds somebody what they will be asked to read."""
        from people.slots import NEW_STARTER_READING
        from policies.readers.querysets import list_new_starter_reading

        NEW_STARTER_READING.fill(list_new_starter_reading)
