"""How fast Assay is beside what others run, on one machine: python -m benchmarks.speed.

What else it needs is in requirements.txt of this folder.
"""

DATA = "xquad_en"
"""The question set that prompts, examples and answers are taken from."""
