"""The demo: an invented company, its documents in two versions, its questions."""
