"""Questions to training examples to an adapter to the build that is served."""
