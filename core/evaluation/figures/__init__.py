"""Stored answers to figures."""
