"""Experiments that measure what an evaluation does not: their operations and their job."""
