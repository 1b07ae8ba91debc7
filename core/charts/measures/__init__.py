"""The four measures of a verdict, small enough to stand side by side."""
