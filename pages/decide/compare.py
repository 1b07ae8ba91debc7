"""Compare page: two evaluations of the same questions, side by side."""

from ui import components, frame
from ui.decide import comparing

project = frame.begin("compare")
with components.guarded():
    pair = comparing.choose(project)
    if pair:
        comparing.show(pair)
