"""Projects: made, listed, recorded, opened."""
