"""The rule of claims whose word rests on a p-value: one comparison, or several that must all hold.

Of several the p-value is the largest (intersection-union); where one of them points the other way
beyond its interval the claim fails by that one, and its p-value times their number counts. Either
way the chance of a wrong word stays that of one test.
"""

from collections.abc import Callable, Sequence

from core.config import MIN_SEEDS
from core.decision.claims.draft import Basis, Draft
from core.decision.claims.pairs import Pair, Saying
from core.decision.words import counted, ends, points, rounded
from core.evaluation.figures.verdicts import reach
from core.evaluation.statistics.power import ALPHA
from core.records.claim import Claim, Evidence, Word
from core.records.interval import Interval


def by_p(
    claim: Claim,
    pairs: Sequence[Pair],
    saying: Saying,
    evidence: Evidence,
    made: tuple[str | None, str | None],
    *,
    unless: str = "",
    beside: str = "",
    adapts: bool = True,
) -> Draft:
    """Return the draft of a claim that the first arm of every pair has the higher share.

    Args:
        made: Model, and when it was measured.
        unless: Why it is not supported whatever the p-value says; "" where nothing stands against.
        beside: What is said after the finding.
        adapts: Whether an arm that was trained is among them, so that seeds count.
    """
    against = [pair for pair in pairs if pair.interval[1] < 0]
    shown = min(against or pairs, key=lambda pair: pair.difference)
    tests = [pair.compared.paired for pair in pairs]
    basis = Basis(
        shown.difference,
        shown.interval,
        shown.compared.paired.n,
        shown.compared.paired.groups,
        min(pair.compared.seeds for pair in pairs) if adapts else None,
        evidence,
        *made,
        others=tuple((test.n, test.groups) for test in tests),
    )
    return Draft(
        claim,
        basis,
        p_of(pairs),
        lambda p_holm: _word(claim, pairs, shown, p_holm, supportable=not unless),
        _finding(claim, pairs, shown, saying, " ".join(filter(None, (unless, beside)))),
        lambda word, family: _change(claim, shown, word, family, basis.seeds),
    )


def p_of(pairs: Sequence[Pair]) -> float:
    """Return the p-value of all pairs together, not adjusted for other claims."""
    against = [pair.compared.paired.p for pair in pairs if pair.interval[1] < 0]
    if against:
        return min(1.0, len(pairs) * min(against))
    return max(pair.compared.paired.p for pair in pairs)


def word_of(
    intervals: Sequence[Interval], shown: Interval, p_holm: float | None, margin: float
) -> Word:
    """Return the word for differences that must all be above 0.

    Args:
        shown: Interval of the smallest.
    """
    if p_holm is not None and p_holm < ALPHA:
        if any(high < 0 for _, high in intervals):
            return "refuted"
        if all(low > 0 for low, _ in intervals):
            return "supported"
    low, high = shown
    return "equivalent" if -margin < low and high < margin else "inconclusive"


def _word(
    claim: Claim, pairs: Sequence[Pair], shown: Pair, p_holm: float | None, *, supportable: bool
) -> Word:
    intervals = [pair.interval for pair in pairs]
    word = word_of(intervals, shown.interval, p_holm, claim.margin)
    return "inconclusive" if word == "supported" and not supportable else word


def _finding(
    claim: Claim, pairs: Sequence[Pair], shown: Pair, saying: Saying, beside: str
) -> Callable[[Word, float | None], str]:
    intervals = [pair.interval for pair in pairs]

    def finding(word: Word, p_holm: float | None) -> str:
        # Another condition may stand against support; the comparison is said as it came out.
        said = word
        if word != "exploratory":
            said = word_of(intervals, shown.interval, p_holm, claim.margin)
        text = shown.says(said, saying, claim.margin)
        low, high = shown.interval
        if said == "inconclusive" and (low > 0 or high < 0):
            text += " Beside the other claims such a difference may be chance."
        others = "; ".join(_also(pair) for pair in pairs if pair is not shown)
        return " ".join(part for part in (text, others and f"{others}.", beside) if part)

    return finding


def _also(pair: Pair) -> str:
    sign = "more" if pair.difference >= 0 else "less"
    where = pair.where and f" {pair.where}"
    if abs(pair.difference) < 0.005:
        return f"{pair.first} against {pair.second}{where}: 0 points apart ({ends(pair.interval)})"
    return (
        f"{pair.first} against {pair.second}{where}: {points(pair.difference)} {sign} "
        f"({ends(pair.interval)})"
    )


def _change(claim: Claim, shown: Pair, word: Word, family: int, seeds: int | None) -> str:
    paired = shown.compared.paired
    if word == "exploratory":
        return "More questions: with so few there is no word, only a hint."
    if word == "inconclusive":
        needed = reach(shown.compared, claim.margin, max(1, family))["needed"]
        if needed is None:
            return "More seeds or other questions; more of the same would hardly tell."
        if needed <= paired.n:
            return (
                f"So many questions could show a difference of {points(claim.margin)}: if there "
                "is one, it may be smaller."
            )
        return (
            f"About {rounded(needed):,} such questions in all would show a difference of "
            f"{points(claim.margin)}; these are {paired.n:,}."
        )
    if seeds is not None and seeds < MIN_SEEDS:
        return (
            f"Other seeds could: it holds for {counted(seeds, 'adapter')}, and {MIN_SEEDS} make it "
            "a finding on fine-tuning. So could a larger model or other documents."
        )
    return "A larger model or other documents could."
