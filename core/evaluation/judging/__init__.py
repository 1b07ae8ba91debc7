"""A model as judge, and how far people agree with it."""
