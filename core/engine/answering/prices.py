"""The prices that turn seconds and tokens into costs."""

from core.engine.context import Engine
from core.engine.table import operation
from core.errors import InvalidInputError
from core.evaluation.scoring.cost import is_amount
from core.project.workspace import Project
from core.records.prices import Prices

PRICES: Prices = {
    "currency": "USD",
    "machine_per_hour": None,
    "input_per_million": None,
    "output_per_million": None,
    "as_of": None,
}


def prices_of(project: Project) -> Prices:
    """Return the prices the user has set; every one may be missing."""
    stored: Prices = project.db.setting("prices", {})
    return {**PRICES, **stored}


@operation(reads=True, recorded=True, kept="data")
def prices(engine: Engine, *, project: Project) -> Prices:
    """Return the prices of a project."""
    return prices_of(project)


@operation(recorded=True)
def set_prices(engine: Engine, *, project: Project, prices: Prices) -> Prices:
    """Store prices; costs of stored answers follow them.

    Raises:
        InvalidInputError: an unknown field, or a price that is not a number of at least 0.
    """
    unknown = set(prices) - set(PRICES)
    if unknown:
        raise InvalidInputError(f"Prices have no field called {', '.join(sorted(unknown))}.")
    for key, value in prices.items():
        if key not in ("currency", "as_of") and value is not None and not is_amount(value):
            raise InvalidInputError(f"A price must be a number of at least 0, not '{value}'.")
    project.db.set_setting("prices", {**prices_of(project), **prices})
    return prices_of(project)
