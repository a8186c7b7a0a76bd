"""Forms about people, roles and the school."""
