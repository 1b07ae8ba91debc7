"""Other people's servers that speak OpenAI's protocol."""
