"""Statements that are composed and planned once and asked again with other values.

Composing the statements of a page, and planning them, costs several times what answering them does.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.utils import CursorWrapper
from django.db.models import Model

#: What stands in a composed statement for the values that come each time: nothing else in it equals these.
NUMBER, AT = 32_100, datetime(1, 1, 2, tzinfo=UTC)


class LastingCursor(ServerBindingCursor):
    """The server plans a statement of this cursor's once for each connection, without looking at its values."""

    def execute(self, query, params=None):
        return super().execute(query, params, prepare=True)


def lasting_cursor() -> CursorWrapper:
    """For statements of fixed words, whose values do not change how they are best answered."""
    connection.ensure_connection()
    wrap = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    return wrap(LastingCursor(connection.connection))


class Prepared:
    """`compose` makes a query set of plain values from whole numbers and instants; it must not look at them."""

    def __init__(self, compose: Callable):
        self.compose, self.kept = compose, None

    def rows(self, *values: int | datetime) -> Iterator[dict]:
        found = self.tuples(*values)
        names = self.kept[1]
        return (dict(zip(names, row, strict=True)) for row in found)

    def tuples(self, *values: int | datetime) -> Iterator[tuple]:
        compiler, _names, sql, params = self.kept = self.kept or self.prepare(values)
        given = dict(zip(stand_ins(values), values, strict=True))
        with lasting_cursor() as cursor:
            cursor.execute(sql, [given.get(param, param) if param.__hash__ else param for param in params])
            found = cursor.fetchall()
        return compiler.results_iter(results=[found])

    def prepare(self, values: tuple) -> tuple:
        query = self.compose(*stand_ins(values)).query
        compiler = query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        names = query.selected or [*query.values_select, *query.annotation_select]
        return compiler, list(names), sql, params


def model_of(model: type[Model], row: dict) -> Model:
    """The row as its model. What the row does not hold is read when it is asked for."""
    names = [field.attname for field in model._meta.concrete_fields if field.attname in row]
    return model.from_db(None, names, [row[name] for name in names])


def stand_ins(values: tuple) -> list[int | datetime]:
    """One for each value, of its kind."""
    return [
        AT + timedelta(days=place) if isinstance(value, datetime) else NUMBER + place
        for place, value in enumerate(values)
    ]
