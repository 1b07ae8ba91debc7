"""Freshness experiments: what was changed, what each arm said before and after."""

from typing import NotRequired

from typing_extensions import TypedDict  # Pydantic checks none of Python 3.11's own.

from core.records.document import ChangeStages, FileReportRow
from core.records.interval import Interval
from core.records.prices import MostCost
from core.records.question import QuestionRow
from core.records.summary import AskedFigures
from core.records.training import SettingsRow


class FactAnswer(TypedDict):
    """One arm's answer in one phase."""

    text: str
    says: str
    """new, old, both or neither."""
    error: str | None
    latency_ms: float | None
    documents: list[str]
    """That it read."""


class FactRow(TypedDict):
    """One question with each arm's answers by phase."""

    question_id: str
    question: str
    document: str | None
    group: str
    stratum: str
    fate: str
    """changed, unchanged or removed."""
    old: list[str]
    new: list[str]
    answers: dict[str, dict[str, FactAnswer]]


class Shares(TypedDict):
    """Of facts. The others are shares or None without facts, by the fate of the facts: new, old,
    both, neither of changed ones, right of unchanged ones, still of removed ones.
    """

    n: int
    groups: int
    new: NotRequired[float | None]
    new_interval: NotRequired[Interval | None]
    old: NotRequired[float | None]
    old_interval: NotRequired[Interval | None]
    both: NotRequired[float | None]
    both_interval: NotRequired[Interval | None]
    neither: NotRequired[float | None]
    neither_interval: NotRequired[Interval | None]
    right: NotRequired[float | None]
    right_interval: NotRequired[Interval | None]
    still: NotRequired[float | None]
    still_interval: NotRequired[Interval | None]


class FateFigures(Shares):
    """Of the facts that the arm had right before."""

    all: Shares
    """Of all facts."""


PhaseFigures = dict[str, FateFigures | None]
"""By fate; None where no question is of that kind."""
FreshnessFigures = dict[str, dict[str, PhaseFigures]]
"""By arm and phase."""


class CaughtUp(TypedDict):
    """When an arm had caught up."""

    seconds: float | None
    """Since the change began; None where it did not, as `phase`."""
    phase: str | None
    share: float | None
    """Of the changed facts answered new, in that phase or the last."""
    n: int


class ChangedFile(TypedDict):
    """A file to read in place of the document of its name."""

    path: str
    name: str


class FactEdit(TypedDict):
    """Another answer to a question, which its document is to say."""

    question: str
    answer: str


class Change(TypedDict):
    """What an experiment is to change; the other fields belong to the kind."""

    kind: str
    """folder, files, demo, edits or remove."""
    folder: NotRequired[str]
    files: NotRequired[list[ChangedFile]]
    move: NotRequired[bool]
    edits: NotRequired[list[FactEdit]]
    documents: NotRequired[list[str]]


class Stages(TypedDict, total=False):
    """Seconds of a change and of training anew; what was not done is missing."""

    parse_s: float
    embed_s: float
    index_s: float
    update_s: float
    """The change as a whole."""
    documents: int
    """That changed, as are `passages`."""
    passages: int
    failed: list[FileReportRow]
    adapter: str
    """Its id, of the one trained anew."""
    name: str
    prepare_s: float
    train_s: float
    build_s: float
    retrain_s: float


class Fact(TypedDict):
    """A fact that could be edited: a test question and the answer that stands in its document."""

    id: str
    question: str
    answer: str
    document: str


class ProjectName(TypedDict):
    """Which project."""

    id: str
    name: str


class ExperimentLine(TypedDict):
    """An experiment in the list of all."""

    id: str
    created_at: str
    arms: list[str]
    retrain: bool
    change: str
    """Its kind."""
    n: int
    """Questions."""
    state: str | None
    """Of its job."""
    phases: list[str]


class ExperimentCard(TypedDict):
    """What the run cards of its phases have in common."""

    model: str | None
    model_size: str | None
    adapters: dict[str, str]
    seed: int
    hash: str
    """Of the first phase's card."""
    phases: list[str]


class ShownChange(TypedDict):
    """What was changed, by name; the other fields belong to the kind."""

    kind: str
    folder: NotRequired[str]
    files: NotRequired[list[str]]
    edits: NotRequired[list[dict[str, str]]]
    documents: NotRequired[list[str]]


class Experiment(TypedDict):
    """What changed, its stages, figures and every answer."""

    experiment: str
    """Its id."""
    project: ProjectName
    created_at: str
    change: ShownChange
    retrain: bool
    state: str | None
    card: ExperimentCard
    questions: AskedFigures
    interrupted: bool
    changed_at: str | None
    stages: Stages
    followed: int
    """Questions whose answers were changed with the documents."""
    arms: FreshnessFigures
    time_to_fresh: dict[str, CaughtUp]
    rows: list[FactRow]


class PlanRow(TypedDict):
    """`core.engine.documents.change_plan.Plan` as JSON."""

    follow: dict[str, list[str]]
    removed: list[str]
    rewrites: dict[str, dict[str, str]]
    first_only: bool


class ExperimentRecord(TypedDict):
    """What an experiment fixed before it began, and how far it came."""

    id: str
    created_at: str
    arms: list[str]
    n: int | None
    seed: int
    retrain: bool
    change: ShownChange
    plan: PlanRow
    fates: dict[str, str]
    """By question id: changed, unchanged or removed."""
    recipe: SettingsRow | None
    """Settings of the adapter to train anew."""
    train_units: float
    """Seconds that training is expected to take."""
    interrupted: NotRequired[bool]
    """Whether its seconds mean nothing, since it was stopped on the way."""
    t0: NotRequired[str]
    """When the change began."""
    train_t0: NotRequired[str]
    stages: NotRequired[ChangeStages]
    followed: NotRequired[int]
    training: NotRequired[Stages]
    dropped_questions: NotRequired[list[QuestionRow]]


class AdapterToFollow(TypedDict):
    """The adapter that retraining would follow."""

    name: str
    settings: SettingsRow


class FreshnessChoices(TypedDict):
    """What a project could change."""

    facts: list[Fact]
    demo: int
    """Questions that the demo's second version still changes."""
    adapter: AdapterToFollow | None


class FreshnessEstimate(TypedDict):
    """What an experiment would ask, and how long that takes."""

    changed: int
    unchanged: int
    removed: int
    answers: int
    training_minutes: float
    minutes: float
    refused: str | None
    """Why it cannot be trained anew."""
    cost: MostCost | None


class ExperimentMade(TypedDict):
    """Result of a freshness job: its id."""

    experiment: str
