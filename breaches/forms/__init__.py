"""Forms of a case: they check what was typed, and save nothing."""
