# SPDX-License-Identifier: MIT
"""Logs on Apache Spark: cut by lead, folded where the rows are, merged into the run of the whole log. Needs pyspark, pyarrow and, on every worker, this package."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, Optional

import numpy as np

from ._arrays import Array
from ._fold import EFFECT, Told, advance
from ._log_errors import LogError
from ._log_events import Said, read
from ._pieces import Piece, begun, folded, has_accounts, merged, together, wider
from ._tables import _READERS, Table
from ._typed import _has
from ._kinds import Automatic, Mode, Routing
from .engine import Engine, Run, _mode
from .log import Log, _part
from .policy import Source

__all__ = ["SparkRun", "replay"]

_EFFECTS = {"lead": "string", "number": "long", "at": "timestamp", **dict.fromkeys(("effect", "event", "from", "to"), "string"), "inferred": "boolean", "clock": "string",
            "due": "timestamp", **dict.fromkeys(("reason", "why", "owner", "segment", "motion", "text"), "string")}


class SparkRun(NamedTuple):
    """What `replay` gives.

    Attributes
    ----------
    effects : pyspark.sql.DataFrame
        A row an effect, made where its lead is, as `Run.effects` has it but for amount, file and row; ``number`` counts the effects of a lead from 0.
    run : Run
        The run of the whole log, on the driver: records of all leads and effects, as the same rows in one frame give.
    """

    effects: Any
    run: Run[Any]


def replay(
    df: Any, policy: Optional[Source] = None, *, lead: str = "lead", at: Optional[str] = None, mode: Mode = "record", automatic: Optional[Automatic] = None,
    as_of: Any = None, strict: bool = False, partitions: Optional[int] = None, **mapping: Any,
) -> SparkRun:
    """Replays a log of Spark. Leads are spread over workers, together with those that share an account where the policy has accounts.

    Parameters
    ----------
    df : pyspark.sql.DataFrame
        Rows in any order.
    policy, mode, automatic, as_of, strict
        As for `revops.replay`.
    lead, at, **mapping
        What the columns are, as for `Log`; without any but `lead`, columns are named after what they say: ``at``, ``event``, ``value`` …
    partitions : int, optional
        In how many parts leads are cut; Spark's own number unless given. Records and effects of a part stay below two gigabytes.

    Returns
    -------
    SparkRun
    """
    if at is None and "dates" not in mapping:
        at, mapping = "at", {**{role: role for role in ("event", "value", "actor", "reason", "id", "sequence", "source", "campaign", "account", "resume")
                                if role in df.columns}, **mapping}
    log = _SparkLog(df, partitions, {"lead": lead, "at": at, **mapping})
    run = log.replay(policy, mode=mode, automatic=automatic, as_of=as_of, strict=strict)
    engine, now_ms = run.engine, run._as_of_ms
    return SparkRun(log.pieces.mapInArrow(_each(lambda piece: _columns(engine, piece, now_ms)), ", ".join(f"`{name}` {kind}" for name, kind in _EFFECTS.items())), run)


def _each(of: Callable[[Piece], dict[str, Any]]) -> Callable[[Iterator[Any]], Iterator[Any]]:
    def through(batches: Iterator[Any]) -> Iterator[Any]:
        import pyarrow

        for batch in batches:
            for stored in batch.column("piece").to_pylist():
                yield pyarrow.record_batch(of(Piece(*pickle.loads(stored))))

    return through


def _apart(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Pieces, whose leads are of no other."""
    known = set[Any]()
    for piece in pieces:
        twice = known.intersection(piece.said.ids)
        if twice:
            raise LogError(f"lead {twice.pop()!r} is in two pieces of the log: all rows of a lead must be in one")
        known.update(piece.said.ids)
        yield piece


class _SparkLog(Log[Any]):
    """Rows that stay where they are."""

    _has_rows = False

    def __init__(self, df: Any, partitions: Optional[int], mapping: dict[str, Any]) -> None:
        self.pieces: Any = None
        self._df, self._partitions, self._mapping = df, partitions, mapping
        self.policy, self._assumed, self._first_dates = None, (), ()
        empty = Table(df.limit(0).toArrow())
        empty.name, empty.kind = "the frame of Spark", next((name for name in _READERS if _has(name)), "dict")
        self.parts = (_part(empty, mapping),)

    def _run(
        self, policy: Optional[Source], mode: str, automatic: Optional[str], as_of: Any, routing: Routing = False,
        threads: Optional[int] = None,
    ) -> tuple[Run[Any], Said, list[Any]]:
        engine, as_of_ms = begun(self, policy, as_of, routing)
        mapping, how = self._mapping, _mode(mode, automatic)

        def through(made: Callable[[list[Any]], dict[str, Any]]) -> Callable[[Iterator[Any]], Iterator[Any]]:
            def of_rows(batches: Iterator[Any]) -> Iterator[Any]:
                import pyarrow

                given = [batch for batch in batches if batch.num_rows]
                if given:
                    yield pyarrow.record_batch(made([_part(Table(pyarrow.Table.from_batches(given)), mapping)]))

            return of_rows

        def texts(parts: list[Any]) -> dict[str, Any]:
            import pyarrow

            parts_of, largest = read(engine, parts, as_of_ms)[0].id_range
            found = [None, *engine._texts.all()]  # and beside them the range of ids
            return {"text": pyarrow.array(found, pyarrow.string()), "parts": pyarrow.array([parts_of] * len(found)),
                    "largest": pyarrow.array([str(largest)] * len(found))}

        def piece(parts: list[Any]) -> dict[str, Any]:
            import pyarrow

            return {"piece": pyarrow.array([pickle.dumps(tuple(folded(engine, parts, as_of_ms, how, id_range)))], pyarrow.binary())}

        id_range = 1, 0
        for row in self._df.mapInArrow(through(texts), "text string, parts long, largest string").distinct().toLocalIterator():
            id_range = wider(id_range, (row["parts"], int(row["largest"])))
            if row["text"] is not None:
                engine._texts.number(row["text"])
        engine._texts.sort()
        cut = self._cut(engine)
        self.pieces = cut.mapInArrow(through(piece), "piece binary").persist()
        whole = merged(engine, _apart(Piece(*pickle.loads(row["piece"])) for row in self.pieces.toLocalIterator()), as_of_ms)
        options = {"mode": mode, "automatic": automatic, "as_of": as_of, "routing": False, "threads": None}
        return self._told(engine, *whole, options, policy is not None)

    def _cut(self, engine: Engine) -> Any:
        """All rows of a lead in one part; leads that share an account, too."""
        lead, account = self._mapping["lead"], self._mapping.get("account")
        df, by, count = self._df, lead, [] if self._partitions is None else [self._partitions]
        if account is not None and has_accounts(engine):
            top, by = together((row[0], row[1]) for row in df.select(lead, account).distinct().collect()), "revops with"
            kind = df.schema[lead].dataType.simpleString()
            pairs = df.sparkSession.createDataFrame(list(top.items()), f"`{lead}` {kind}, `{by}` {kind}")
            return df.join(pairs, lead).repartition(*count, by).drop(by)
        return df.repartition(*count, by)

    def labels_of(self, name: str, ids: Sequence[Any]) -> dict[int, Any]:
        """By lead, a column's label in its first row in time that has one: of equal instants the least."""
        from pyspark.sql import functions  # type: ignore[import-not-found, unused-ignore]

        lead, at = self._mapping["lead"], self._mapping.get("at") or self._mapping["lead"]
        place = {one: number for number, one in enumerate(ids)}
        filled = self._df.filter(self._df[name].isNotNull() & (self._df[name].cast("string") != ""))
        first = filled.groupBy(filled[lead].alias("its lead")).agg(functions.min(functions.struct(filled[at].alias("at"), filled[name].alias("label"))).alias("first"))
        return {place[row["its lead"]]: row["first"]["label"] for row in first.toLocalIterator() if row["its lead"] in place}

    def labels_at(self, name: str, parts: Array, rows: Array) -> list[Any]:
        """Rows stay where they are."""
        raise LogError(f"rows of Spark have no numbers: credit source, campaign or touch, or make {name!r} one of them")

    @property
    def frame(self) -> Any:
        """The rows as they came."""
        return self._df

    def __repr__(self) -> str:
        return f"<Log of a frame of Spark: {', '.join(self.columns)}>"


def _columns(engine: Engine, piece: Piece, now_ms: Optional[int]) -> dict[str, Any]:
    """Effects of a piece as Arrow has them."""
    import pyarrow

    effects, rest = piece.effects, Told(engine, len(piece.records))
    if now_ms is not None:
        advance(engine, piece.records.copy(), now_ms, rest)
        effects = np.concatenate([effects, rest.all()]).astype(EFFECT)
    effects = effects[np.argsort(effects["lead"], kind="stable")]
    first = np.searchsorted(effects["lead"], np.arange(len(piece.said.ids)))
    columns = {"lead": [str(piece.said.ids[lead]) for lead in effects["lead"].tolist()],
               "number": np.arange(len(effects)) - first[effects["lead"].astype(np.intp)], **engine._columns(effects)}
    kinds = {"string": pyarrow.string(), "timestamp": pyarrow.timestamp("us", "UTC"), "boolean": pyarrow.bool_(), "long": pyarrow.int64()}
    return {name: pyarrow.array(columns[name].astype("M8[us]") if kind == "timestamp" else columns[name], kinds[kind]) for name, kind in _EFFECTS.items()}
