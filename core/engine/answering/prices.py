"""The prices that turn seconds and tokens into costs."""

from core.engine.context import Engine
from core.engine.table import operation
from core.errors import InvalidInputError
from core.evaluation.scoring.cost import EXAMPLE, is_amount
from core.project.workspace import Project
from core.records.prices import Price, Prices

SETTING = "prices"
PRICED: tuple[Price, ...] = ("machine_per_hour", "input_per_million", "output_per_million")
UNPRICED: Prices = {
    "currency": "USD",
    "machine_per_hour": None,
    "input_per_million": None,
    "output_per_million": None,
    "as_of": None,
}


def prices_of(project: Project) -> Prices:
    """Return the prices the user has set; the example while there is none, in their currency."""
    stored: Prices = project.db.setting(SETTING, {})
    if any(stored.get(key) is not None for key in PRICED):
        return {**UNPRICED, **stored, "example": False}
    return {**EXAMPLE, "currency": stored.get("currency") or EXAMPLE["currency"]}


@operation(reads=True, recorded=True, kept="data")
def prices(engine: Engine, *, project: Project) -> Prices:
    """Return the prices of a project."""
    return prices_of(project)


@operation(recorded=True)
def set_prices(engine: Engine, *, project: Project, prices: Prices) -> Prices:
    """Store prices; costs of stored answers follow them. Without any, the example is back.

    Raises:
        InvalidInputError: an unknown field, or a price that is not a number of at least 0.
    """
    unknown = set(prices) - set(UNPRICED)
    if unknown:
        raise InvalidInputError(f"Prices have no field called {', '.join(sorted(unknown))}.")
    for key, value in prices.items():
        if key not in ("currency", "as_of") and value is not None and not is_amount(value):
            raise InvalidInputError(f"A price must be a number of at least 0, not '{value}'.")
    stored: Prices = project.db.setting(SETTING, {})
    project.db.set_setting(SETTING, {**UNPRICED, **stored, **prices})
    return prices_of(project)
