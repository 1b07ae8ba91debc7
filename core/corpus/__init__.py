"""From the bytes of a file to passages that can be found again."""

# First of all, whichever module of this package is asked for: libraries read their settings
# from the environment when they are imported.
from core.corpus.search import offline as offline
