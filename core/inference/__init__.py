"""One Generator protocol, one file a runtime."""
