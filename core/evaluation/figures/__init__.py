"""Stored answers to figures.

A file a figure; they stand in one room because `summary.py` reads all of them off the same rows.
"""
