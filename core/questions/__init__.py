"""Questions: read from files, split by group, guarded against leaks."""
