"""Why arms are right or wrong: what is retrieved, what is read, and what answers keep to."""
