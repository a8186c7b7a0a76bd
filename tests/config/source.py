"""The source of the apps, read as syntax: what calls what, and what may write."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from django.urls import URLPattern, URLResolver

ROOT = Path(__file__).resolve().parents[2]
APPS = (
    "audit",
    "breaches",
    "config",
    "incidents",
    "demo",
    "governors",
    "reminders",
    "reports",
    "people",
    "policies",
    "web",
)
WRITES = {
    "save", "create", "update", "delete", "get_or_create", "update_or_create", "bulk_create", "bulk_update",
    "asave", "acreate", "aupdate", "adelete", "aget_or_create", "aupdate_or_create", "abulk_create", "abulk_update",
    "add", "set", "clear", "remove",
}  # fmt: skip
# The last four write where they are called on the far side of a relation; elsewhere they are Python's own.
OF_RELATIONS = {"add", "set", "clear", "remove"}
SQL = {"execute", "executemany", "executescript", "raw"}


def modules(*folders: str) -> list[Path]:
    """Every module of the apps but migrations, or those of these folders of each app."""
    paths = [path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts]
    wanted = [path for path in paths if not folders or set(folders) & {*path.relative_to(ROOT).parts, path.stem}]
    assert wanted
    return sorted(wanted)


def is_service(path: Path) -> bool:
    """Whether the module is one of services."""
    return "services" in {*path.relative_to(ROOT).parts[:-1], path.stem}


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def name_module(path: Path) -> str:
    """The dotted name of a module."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def list_calls(node: ast.AST) -> Iterator[ast.Call]:
    """Every call inside."""
    return (part for part in ast.walk(node) if isinstance(part, ast.Call))


def writes(call: ast.Call) -> bool:
    """Whether the call may change what is stored; a hash and a set of Python's own also have an `update`."""
    if not isinstance(call.func, ast.Attribute):
        return False
    on, verb = ast.unparse(call.func.value), call.func.attr
    if verb in OF_RELATIONS:
        return ".objects" in on or "_set" in on
    return verb in WRITES and on != "digest" and not on.startswith("private_files()")


def describe_call(path: Path, call: ast.Call) -> str:
    """The module and what is called, as the lists above write it."""
    return f"{path.relative_to(ROOT)}: {ast.unparse(call.func)}"


def callbacks(resolver: URLResolver) -> Iterator[str]:
    """The dotted name of every view of our own that has an address."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from callbacks(pattern)
        elif isinstance(pattern, URLPattern) and pattern.callback.__module__.split(".")[0] in APPS:
            yield f"{pattern.callback.__module__}.{pattern.callback.__name__}"


def decorators(function: ast.FunctionDef) -> set[str]:
    """The names of what decorates a function."""
    return {
        ast.unparse(decorator.func if isinstance(decorator, ast.Call) else decorator)
        for decorator in function.decorator_list
    }


class Services:
    """Every function of the services, and which others each one calls, whatever the module."""

    def __init__(self) -> None:
        self.functions: dict[str, ast.FunctionDef] = {}
        self.imported: dict[str, dict[str, str]] = {}
        for path in [source for source in modules() if is_service(source)]:
            module = name_module(path)
            self.imported[module] = names_imported(tree_of(path))
            for statement in tree_of(path).body:
                if isinstance(statement, ast.FunctionDef):
                    self.functions[f"{module}.{statement.name}"] = statement

    def reach(self, name: str, seen: frozenset[str] = frozenset()) -> frozenset[str]:
        """The function and every function of services that it calls, directly or not."""
        seen |= {name}
        module = name.rpartition(".")[0]
        for call in list_calls(self.functions[name]):
            if isinstance(call.func, ast.Name):
                target = self.imported[module].get(call.func.id, f"{module}.{call.func.id}")
                if target in self.functions and target not in seen:
                    seen |= self.reach(target, seen)
        return seen

    def public(self) -> list[str]:
        """Those that a view may call, but for the record itself."""
        return [name for name in self.functions if "._" not in name and not name.startswith("audit.")]

    def changes_something(self, name: str) -> bool:
        """Whether it writes rows or an entry of the record."""
        reached = self.reach(name)
        return self.keeps_record(name) or any(
            writes(call) for function in reached for call in list_calls(self.functions[function])
        )

    def keeps_record(self, name: str) -> bool:
        """Whether an entry of the record is written."""
        return "audit.services.record" in self.reach(name)

    def is_atomic(self, name: str) -> bool:
        """Whether it opens a transaction, or calls a service that does."""
        return any(
            opens_transaction(self.functions[function]) for function in self.reach(name) - {"audit.services.record"}
        )


def names_imported(tree: ast.Module) -> dict[str, str]:
    """What each imported name stands for."""
    return {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def opens_transaction(function: ast.FunctionDef) -> bool:
    """Whether it is decorated with transaction.atomic, or has a block of it."""
    blocks = [item for node in ast.walk(function) if isinstance(node, ast.With) for item in node.items]
    return "transaction.atomic" in decorators(function) or any(
        ast.unparse(item.context_expr) == "transaction.atomic()" for item in blocks
    )
