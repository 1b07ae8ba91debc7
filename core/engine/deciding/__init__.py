"""Claims, recommendation, comparison and report of stored results."""
