"""Evaluate: results, verdicts, charts, answers."""
