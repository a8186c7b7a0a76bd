"""Measurements, each printed as one line. None of them is a test."""
