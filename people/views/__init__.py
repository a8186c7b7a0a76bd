"""Pages about people, roles and the school."""

from people.views.roles import choose_membership, no_role

__all__ = ["choose_membership", "no_role"]
