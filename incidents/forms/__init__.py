"""Forms of the logging journey, page by page."""
