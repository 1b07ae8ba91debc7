"""How right answers are, and where."""
