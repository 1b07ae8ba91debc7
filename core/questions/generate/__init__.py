"""Documents to questions: sentences -> facts -> wordings that pass a round trip."""
