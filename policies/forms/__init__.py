"""Forms about policies."""
