"""Bytes of a file to text."""
