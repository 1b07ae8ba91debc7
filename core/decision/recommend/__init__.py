"""Which option to take: limits, utilities, draws, an outcome, and what would change it."""
