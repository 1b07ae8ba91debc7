"""What clients may ask of jobs."""
