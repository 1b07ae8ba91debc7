"""How long answers take, and where the time goes."""
