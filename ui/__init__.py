"""Streamlit code that pages share; it talks to the engine through `services.client()` alone."""
