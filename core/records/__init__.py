"""The nouns: TypedDicts where they are stored or sent as JSON, else frozen dataclasses."""
