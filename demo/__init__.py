"""Demonstration data: fictional people at six schools, and cases in every state, made by the services."""
