"""Documents, Questions, Prompt and Fine-tuning."""
