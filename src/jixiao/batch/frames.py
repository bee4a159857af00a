"""A store for Python (汇总库的 Python 接口): its tables as Arrow, Polars or pandas, with their types; its forms.

from jixiao.batch.frames import Store
Store("汇总").polars("forms").select("unit", "total_score")
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jixiao import form_json, json_places
from jixiao.batch.columns import ORIGINALS, TABLES
from jixiao.batch.parts import arrow
from jixiao.batch.query import Answer
from jixiao.batch.store import card, table_file
from jixiao.form import Form
from jixiao.store_errors import LibraryMissing, NoOriginals, NoTable

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

FORMS_AT_A_TIME = 200
POLARS, PANDAS = "polars", "pandas"


class Store:
    """A finished store (汇总库), read-only. Raises NoStore where there is none, NoTable for a table that it lacks."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self.card = card(self.path)

    @property
    def rows(self) -> dict[str, int]:
        """How many rows each table has (行数)."""
        return dict(self.card.rows)

    def file(self, name: str) -> Path:
        """The Parquet file of a table (表文件)."""
        path = table_file(self.path, name)
        if name not in {table.name for table in TABLES} or not path.exists():
            raise NoTable(str(self.path), name, [table.name for table in TABLES])
        return path

    def arrow(self, name: str, columns: list[str] | None = None) -> Any:  # noqa: ANN401 - pyarrow has no types
        """The table as a pyarrow.Table (Arrow 表)."""
        arrow()
        import pyarrow.parquet as pq  # noqa: PLC0415 - only a store needs it

        return pq.read_table(self.file(name), columns=columns)

    def scan(self, name: str) -> pl.LazyFrame:
        """The table as a lazy Polars frame (Polars 惰性表): only what is asked of it is read."""
        file = self.file(name)
        try:
            import polars as pl  # noqa: PLC0415 - only where it is asked for
        except ImportError as error:
            raise LibraryMissing(POLARS) from error
        return pl.scan_parquet(file)

    def polars(self, name: str) -> pl.DataFrame:
        """The table as a Polars frame (Polars 表)."""
        return self.scan(name).collect()

    def pandas(self, name: str) -> pd.DataFrame:
        """The table as a pandas frame of Arrow types (pandas 表): decimals stay decimals, blanks stay blank."""
        file = self.file(name)
        try:
            import pandas as pd  # noqa: PLC0415 - only where it is asked for
        except ImportError as error:
            raise LibraryMissing(PANDAS) from error
        return pd.read_parquet(file, dtype_backend="pyarrow")

    def sql(self, query: str) -> Any:  # noqa: ANN401 - as above
        """The answer to one SELECT as a pyarrow.Table (自定义查询), as of `jixiao sql`. Raises QueryRefused."""
        with Answer(self.path, query) as answer:
            return answer.arrow()

    def survey(self, name: str, **settings: Decimal | int | str) -> Any:  # noqa: ANN401 - as above
        """The answer of a survey as a pyarrow.Table (跨表核查). Raises UnknownSurvey, UnknownSetting."""
        from jixiao.store_errors import UnknownSetting  # noqa: PLC0415 - only a survey needs it
        from jixiao.surveys import survey_named  # noqa: PLC0415 - as above
        from jixiao.surveys.run import Asked  # noqa: PLC0415 - as above

        one = survey_named(name)
        known = [each.name for each in one.settings]
        for key in settings:
            if key not in known:
                raise UnknownSetting(key, known)
        with Asked(self.path) as asked:
            return asked.arrow(one, {key: Decimal(value) for key, value in settings.items()})

    def forms(self) -> Iterator[tuple[str, Form]]:
        """Every form as it was read, with the id of its file (还原各表). Raises NoOriginals where they were removed."""
        if not table_file(self.path, ORIGINALS.name).exists():
            raise NoOriginals(str(self.path))
        import pyarrow.parquet as pq  # noqa: PLC0415 - only a store needs it

        with pq.ParquetFile(table_file(self.path, ORIGINALS.name)) as file:
            for batch in file.iter_batches(FORMS_AT_A_TIME, columns=["file_id", "form"]):
                for row in batch.to_pylist():
                    yield from ((row["file_id"], form) for form in _forms(row["form"]))


def _forms(told: str | None) -> list[Form]:
    return [*map(json_places.restored, form_json.decode(told.encode(), ORIGINALS.name))] if told else []
