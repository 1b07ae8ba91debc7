"""Arms put together and asked: Ask, votes, prompts, the self-test."""
