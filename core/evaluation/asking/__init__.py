"""Run cards, and the answers they ask for."""
