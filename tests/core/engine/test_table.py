"""What the two tables say, and that everything beside them says the same."""

import ast
import inspect
from collections.abc import Callable
from typing import Any

import pytest

from core.engine.handlers import HANDLERS
from core.engine.operations import MODULES, OPERATIONS
from core.engine.table import find, operation, operations_of
from core.errors import NotFoundError
from core.records.job_kinds import JOB_KINDS
from tests import calls
from tests.fakes import FakeEngine


def test_every_kind_of_job_has_a_handler_and_no_handler_is_of_no_kind() -> None:
    assert set(HANDLERS) == set(JOB_KINDS)


def test_each_operation_stands_in_one_module() -> None:
    assert len(OPERATIONS) == sum(len(operations_of([module])) for module in MODULES) > 60


def test_a_recorded_result_may_be_changed_in_its_prices_upkeep_and_recommendation_alone() -> None:
    changing = {name for name, one in OPERATIONS.items() if one.recorded and not one.reads}
    assert changing == {"delete_project", "set_prices", "set_upkeep", "recommend"}


def test_an_operation_that_says_nothing_is_refused_on_a_recorded_result() -> None:
    @operation()
    def burn() -> None: ...

    [made] = [getattr(burn, "operation")]  # noqa: B009
    assert (made.reads, made.recorded, made.kept) == (False, False, None)


def test_an_unknown_operation_is_named() -> None:
    with pytest.raises(NotFoundError, match="no operation 'burn'"):
        find(OPERATIONS, "burn")


def test_the_fake_engine_of_the_page_tests_takes_what_the_real_one_takes() -> None:
    faked = {name: getattr(FakeEngine, name) for name in OPERATIONS if hasattr(FakeEngine, name)}
    assert len(faked) > 40
    assert {name: parameters(function) for name, function in faked.items()} == {
        name: parameters(OPERATIONS[name].run) for name in faked
    }


def test_the_typed_face_of_the_client_says_what_the_table_says() -> None:
    written, derived = (ast.parse(text) for text in (calls.FILE.read_text(), calls.stub()))
    methods, expected = (
        {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        for tree in (written, derived)
    )
    assert methods == expected, "run python -m tests.calls"


def parameters(function: Callable[..., Any]) -> set[str]:
    return set(inspect.signature(function).parameters) - {"self", "engine"}
