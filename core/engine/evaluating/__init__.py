"""Evaluations: operations, their job, judging."""
