"""Servers that speak OpenAI's protocol for chats."""
