"""What is seen before and during training: its questions, its losses."""
