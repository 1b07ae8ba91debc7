"""Reports: one frozen snapshot, and for each file format a writer that is a pure function of it."""
