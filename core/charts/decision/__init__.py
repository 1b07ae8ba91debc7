"""Charts of a decision: what each option scores and from what."""
