"""Freshness experiments: operations and their job."""
