"""Judging the claims of the catalogue: pure functions of stored figures and rows.

A judge looks up what its claim needs and returns a draft: what it rests on, the p-value where its
word rests on one, and how it is said. `judge.py` adjusts the p-values of all drafts together and
makes the verdicts.
"""
