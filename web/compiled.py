"""Querysets whose SQL is written once a process.

Putting a nested queryset together takes Django many times longer than the database takes to answer it; what every
page asks is therefore compiled once, and only its values change from one request to the next.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression
from django.db.models.sql.compiler import SQLCompiler

Rows = models.QuerySet[Any]
Kinds = tuple[tuple[str, bool], ...]  # each value by name, and whether it is a day


class Compiled(Expression):
    """The rows of a definition as the right side of an `in`; their SQL is written once a process for each database.

    The definition is a function of a module, called with its constants and, by keyword, its values: the key of a user,
    a school or another row, or a day. It may depend on nothing else: the first call's SQL serves all later ones, with
    their own values bound.
    """

    def __init__(self, definition: Callable[..., Rows], *constants: str, **values: dt.date | int) -> None:
        super().__init__()
        self.definition, self.constants, self.values = definition, constants, values

    @property
    def rows(self) -> Rows:
        """The same rows as a queryset of their own."""
        return self.definition(*self.constants, **self.values)

    @property
    def identity(self) -> tuple[object, ...]:
        """What tells it from another, without the search for arguments that Django's own makes."""
        return (type(self), self.definition, self.constants, *self.values.items())

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, tuple[Any, ...]]:
        """The SQL kept, with these values as the database wants them."""
        kinds = tuple([(name, isinstance(value, dt.date)) for name, value in self.values.items()])
        statement, parameters = _compile(self.definition, self.constants, kinds, connection.alias)
        bound = {name: _bound(value, connection) for name, value in self.values.items()}
        return statement, tuple(
            [bound[parameter.name] if isinstance(parameter, Place) else parameter for parameter in parameters]
        )


@dataclass(frozen=True)
class Place:
    """Where a value goes among the parameters of kept SQL."""

    name: str


DAY, KEY = models.DateField(), models.BigAutoField()
# What stands for each value while its SQL is written, the next one for the next: nothing that a real row or a constant
# could be.
STAND_IN_DAY, STAND_IN_KEY = dt.date(1066, 10, 14), -7_202_611_211


@cache
def _compile(
    definition: Callable[..., Rows], constants: tuple[str, ...], kinds: Kinds, alias: str
) -> tuple[str, list[Any]]:
    """The SQL in brackets and its parameters, with a Place for each value of these names."""
    connection = connections[alias]
    values = {
        name: STAND_IN_DAY + dt.timedelta(days=number) if is_day else STAND_IN_KEY - number
        for number, (name, is_day) in enumerate(kinds)
    }
    places = {_bound(value, connection): Place(name) for name, value in values.items()}
    query = definition(*constants, **values).order_by().query
    statement, parameters = query.get_compiler(connection=connection).as_sql()
    bindings = [places.get(parameter, parameter) for parameter in parameters]
    if set(places.values()) - {parameter for parameter in bindings if isinstance(parameter, Place)}:
        raise ValueError(f"{definition.__name__} does not use all of {', '.join(values)}")
    return f"({statement})", bindings


def _bound(value: dt.date | int, connection: BaseDatabaseWrapper) -> Any:
    """The value as Django hands it to this database: a day is a date to PostgreSQL and text to SQLite."""
    return (DAY if isinstance(value, dt.date) else KEY).get_db_prep_value(value, connection)
