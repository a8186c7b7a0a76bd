"""Pages about people, roles and the school."""
