"""How our processes keep small and how they end; limits for readers of strangers' files."""
