"""The one process that owns a workspace: index, generators, job queue."""
