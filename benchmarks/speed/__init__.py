"""How fast Assay is beside what others run, on one machine: python -m benchmarks.speed.

What else it needs is in requirements.txt of this folder.
"""

from core.config import ROOT

DATA = ROOT.parent / "shared" / "data" / "xquad_en"
"""Questions and documents that prompts, examples and answers are taken from."""
