"""The typed face of the client, derived from the table: python -m tests.calls writes it anew.

`core/engine/wire/calls.pyi` says what each operation takes and gives, in the words of its own
signature; a project is named by its id or name there. A test holds the file to the table.
"""

import ast
import inspect
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import indent

from core.engine.operations import OPERATIONS

FILE = Path(__file__).resolve().parents[1] / "core" / "engine" / "wire" / "calls.pyi"
HEAD = '''"""What an engine can be asked, as methods; `python -m tests.calls` writes this file."""

{imports}

class Calls:
    def __init__(self, transport: Transport) -> None: ...
'''


class _Aliases(ast.NodeTransformer):
    """Puts what a module's own names for types stand for in their place."""

    def __init__(self, tree: ast.Module) -> None:
        self.values = {
            target.id: statement.value
            for statement in tree.body
            if isinstance(statement, ast.Assign)
            for target in statement.targets
            if isinstance(target, ast.Name)
        }

    def visit_Name(self, node: ast.Name) -> ast.expr:
        value = self.values.get(node.id)
        return node if value is None else self.visit(value)  # type: ignore[no-any-return]


def stub() -> str:
    """Return the text of the file, not yet laid out."""
    imports = {("core.engine.wire.transport", "Transport")}
    methods = []
    for name, operation in OPERATIONS.items():
        module = inspect.getmodule(operation.run)
        assert module is not None
        tree = ast.parse(inspect.getsource(module))
        functions = (node for node in tree.body if isinstance(node, ast.FunctionDef))
        method = _method(next(node for node in functions if node.name == name), _Aliases(tree))
        methods.append(ast.unparse(method))
        imports |= set(_imports(tree, module.__name__, method))
    lines = sorted(f"from {module} import {name}" for module, name in imports)
    return HEAD.format(imports="\n".join(lines)) + indent("\n".join(methods), "    ") + "\n"


def _method(function: ast.FunctionDef, aliases: _Aliases) -> ast.FunctionDef:
    given = function.args
    for argument in given.kwonlyargs:
        assert argument.annotation is not None
        of_project = ast.unparse(argument.annotation) == "Project"
        kind = ast.Name("str") if of_project else aliases.visit(argument.annotation)
        argument.annotation = kind
    given.args = [ast.arg("self")]
    given.kw_defaults = [default and ast.Constant(...) for default in given.kw_defaults]
    function.returns = aliases.visit(function.returns) if function.returns else None
    function.body, function.decorator_list = [ast.Expr(ast.Constant(...))], []
    return function


def _imports(tree: ast.Module, module: str, method: ast.FunctionDef) -> Iterator[tuple[str, str]]:
    """Yield where the names come from that a method's annotations use."""
    used = {node.id for node in ast.walk(method) if isinstance(node, ast.Name)}
    for statement in tree.body:
        if isinstance(statement, ast.ClassDef) and statement.name in used:
            yield module, statement.name
        if isinstance(statement, ast.ImportFrom) and statement.module:
            for alias in statement.names:
                if alias.name in used:
                    yield statement.module, alias.name


if __name__ == "__main__":
    FILE.write_text(stub())
    for command in (("check", "--fix", "--select", "I"), ("format",)):
        subprocess.run([sys.executable, "-m", "ruff", *command, "-q", str(FILE)], check=True)
    print(f"{len(OPERATIONS)} operations written to {FILE.name}")
