"""Statements that the ORM composes once and that are asked again with other values.

Composing the statements of a page costs several times what answering them does.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from django.db import connection

#: What stands in a composed statement for the values that come each time: nothing else in it equals these.
NUMBER, AT = 32_100, datetime(1, 1, 2, tzinfo=UTC)


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
        with connection.cursor() as cursor:
            cursor.execute(sql, [given.get(param, param) if param.__hash__ else param for param in params])
            found = cursor.fetchall()
        return compiler.results_iter(results=[found])

    def prepare(self, values: tuple) -> tuple:
        query = self.compose(*stand_ins(values)).query
        compiler = query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        names = query.selected or [*query.values_select, *query.annotation_select]
        return compiler, list(names), sql, params


def stand_ins(values: tuple) -> list[int | datetime]:
    """One for each value, of its kind."""
    return [
        AT + timedelta(days=place) if isinstance(value, datetime) else NUMBER + place
        for place, value in enumerate(values)
    ]
