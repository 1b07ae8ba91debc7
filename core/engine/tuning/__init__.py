"""Training runs and adapters: operations and their jobs."""
