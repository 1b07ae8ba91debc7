"""Charts of stored figures; none runs a model."""
