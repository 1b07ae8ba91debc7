"""The nouns, typed and frozen."""
