"""What answers and months cost."""
