"""The public question sets that benchmarks use: where they lie, and how they are made.

python -m benchmarks.question_sets NAME [FOLDER] makes one from its public source.
"""
