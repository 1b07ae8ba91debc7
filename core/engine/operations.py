"""The table of operations: what clients may ask of an engine, by name."""

from core.engine.answering import operations as asking
from core.engine.answering import prices, prompting, voting
from core.engine.deciding import claims, comparing, recommending, reporting
from core.engine.deciding import operations as deciding
from core.engine.documents import editing
from core.engine.documents import operations as documents
from core.engine.evaluating import judging, upkeep
from core.engine.evaluating import operations as evaluating
from core.engine.freshness import operations as freshness
from core.engine.jobs import operations as jobs
from core.engine.measuring import operations as measuring
from core.engine.projects import demo
from core.engine.projects import opening as recorded
from core.engine.projects import operations as projects
from core.engine.questions import checking, reviewing
from core.engine.questions import operations as questions
from core.engine.questions import writing as generating
from core.engine.table import operations_of
from core.engine.tuning import operations as tuning

MODULES = (
    projects,
    demo,
    documents,
    questions,
    generating,
    reviewing,
    checking,
    prompting,
    tuning,
    asking,
    voting,
    evaluating,
    prices,
    upkeep,
    judging,
    freshness,
    measuring,
    editing,
    deciding,
    recommending,
    claims,
    reporting,
    jobs,
    recorded,
    comparing,
)
OPERATIONS = operations_of(MODULES)
