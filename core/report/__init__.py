"""One snapshot of a project, and its writers: each a pure function of it."""
