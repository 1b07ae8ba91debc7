"""Two arms on the same questions, and what is said of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean

from core.charts.words import arm_label
from core.decision.words import about, ends, points, turned
from core.evaluation.figures.verdicts import Compared, Side, compared, side
from core.evaluation.scoring.measures import value_of
from core.evaluation.statistics.intervals import share_interval
from core.records.claim import Word
from core.records.interval import Interval
from core.records.scored import ScoredAnswer, ScoredRow


@dataclass(frozen=True)
class Saying:
    """The words of one measure."""

    more: str = "beats {other}"
    """What the arm with the higher share does."""
    did: str = "{arm} has {share} right"
    better: str = "is better"
    things: str = "such questions"


RIGHT = Saying()


@dataclass(frozen=True)
class Pair:
    """Two arms compared on the same questions, the first expected to have the higher share."""

    first: str
    """Name on screen, as is `second`."""
    second: str
    where: str
    """"on questions it was not trained on"; "" where the words already say it."""
    compared: Compared
    means: tuple[list[float], list[float]]
    """Of each question, over the seeds."""

    @property
    def shares(self) -> tuple[float, float]:
        """Return the mean of each arm."""
        return fmean(self.means[0]), fmean(self.means[1])

    @property
    def intervals(self) -> tuple[Interval, Interval]:
        """Return the interval of each share."""
        groups = self.compared.groups
        return share_interval(self.means[0], groups), share_interval(self.means[1], groups)

    @property
    def difference(self) -> float:
        """Return first minus second."""
        return self.compared.paired.difference

    @property
    def interval(self) -> Interval:
        """Return its 95 % interval."""
        return self.compared.paired.interval

    def says(self, word: Word, saying: Saying, margin: float) -> str:
        """Return the finding: winner, size, interval and both shares; or that it is open."""
        turn = self.difference < 0
        names = (self.second, self.first) if turn else (self.first, self.second)
        interval = turned(self.interval) if turn else self.interval
        size = f"{points(self.difference)} ({ends(interval)})"
        where = self.where and f" {self.where}"
        shares = self._shares(names, turn, saying)
        paired = self.compared.paired
        if word == "equivalent":
            near = f"{names[0]} and {names[1]} are within {points(margin)} of each other{where}"
            return f"{near}: of 100 {shares}; the difference is {size}."
        if word in ("supported", "refuted"):
            more = saying.more.format(other=names[1])
            by = f"by {size}"
            return f"{names[0]} {more}{where} {by}: of 100 {shares}."
        if word == "exploratory":
            begin = f"Too few questions for a word{where}: {paired.n} in {paired.groups} groups. "
        else:
            begin = f"Not enough data to tell which {saying.better}{where}. "
        return f"{begin}Of 100 {shares}; the difference is {size}."

    def _shares(self, names: tuple[str, str], turn: bool, saying: Saying) -> str:
        (share, other), (interval, _) = self.shares, self.intervals
        if turn:
            (other, share), (_, interval) = self.shares, self.intervals
        did = saying.did.format(arm=names[0], share=about(share, interval))
        return f"{saying.things} {did}, {names[1]} {about(other)}"


def pair(
    rows: Sequence[ScoredRow],
    first: str,
    second: str,
    where: str,
    value: Callable[[ScoredAnswer], float] | None = None,
) -> Pair | None:
    """Compare two arms on rows that both answered; None where there are none.

    Args:
        value: Measure of an answer in [0, 1]; None for the share of right answers.
    """
    both = [row for row in rows if {first, second} <= row["answers"].keys()]
    if not both:
        return None
    groups = [str(row["group"]) for row in both]
    measured = [side(both, arm, value or right) for arm in (first, second)]
    return of_sides(arm_label(first), arm_label(second), where, (measured[0], measured[1]), groups)


def of_sides(
    first: str, second: str, where: str, sides: tuple[Side, Side], groups: list[str]
) -> Pair:
    """Return the pair of two measured sides."""
    means = sides[0].means, sides[1].means
    return Pair(first, second, where, compared(*sides, groups), means)


def right(answer: ScoredAnswer) -> float:
    """Return whether an answer holds a right one: of a fixed form, whether it is right given it."""
    form = answer.get("form")
    if form is not None:
        return float(form["right"] and not answer.get("error"))
    return value_of(answer, "containment")
