"""The one truth on disk: a workspace of projects, each a folder with a SQLite file."""
