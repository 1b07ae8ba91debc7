"""One Generator protocol, and one file for each runtime."""
