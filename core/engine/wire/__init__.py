"""How an engine is reached: service, client, transport, cache."""
