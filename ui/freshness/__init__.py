"""Freshness: experiments, live edits, results."""
