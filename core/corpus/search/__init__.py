"""Text to vectors and words, and the passages found by both."""
