"""One answer to its scores."""
