"""What arms say before and after a change."""
