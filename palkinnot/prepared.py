"""Statements that the ORM composes once and that are asked again with other values.

Composing the statements of a year's page costs several times what answering them does.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from django.db import connection

#: What stands in a composed statement for the values that come each time: nothing else in it equals these.
YEAR, AT = 32_123, datetime(1, 1, 2, tzinfo=UTC)


class Prepared:
    """`compose` makes a query set of plain values from a year and an instant; it must not look at them."""

    def __init__(self, compose: Callable):
        self.compose, self.kept = compose, None

    def rows(self, year: int, at: datetime) -> Iterator[dict]:
        compiler, names, sql, params = self.kept = self.kept or self.prepare()
        given = {YEAR: year, AT: at}
        with connection.cursor() as cursor:
            cursor.execute(sql, [given.get(param, param) if param.__hash__ else param for param in params])
            found = cursor.fetchall()
        for row in compiler.results_iter(results=[found]):
            yield dict(zip(names, row, strict=True))

    def prepare(self) -> tuple:
        query = self.compose(YEAR, AT).query
        compiler = query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        names = query.selected or [*query.values_select, *query.annotation_select]
        return compiler, list(names), sql, params
