"""From the sentences of documents to questions, one step a file.

The steps stand in one room because each hands its result to the next (`run.py` goes through them).
"""
