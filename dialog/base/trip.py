"""All that a batch writes reaches PostgreSQL in one round trip, from its BEGIN to its COMMIT (decision 2), by libpq's pipeline.

What all batches count in is locked from the statement that counts until the database itself has committed, and no longer: it never
waits for this process to read an answer, find a moment to run and say COMMIT. Each statement is prepared once for each connection;
every parameter goes as text. Comes before: `base/gathering.py`. Nothing here gives rows back.
"""

import re
import select
import uuid
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from typing import Any

import psycopg
from psycopg import errors, pq

_PREPARED = "dialog.prepared"
_MOST_PREPARED = 200
#: What PostgreSQL says where a statement is not prepared as we take it to be: it is gone, or its tables have changed since.
OUTDATED = frozenset({"26000", "0A000"})
_QUOTED = re.compile(r'(["\\])')


def go(raw: Any, info: dict[Any, Any] | None, asked: Sequence[tuple[str, Sequence[Any]]]) -> None:
    """Do statements (each with %s for its parameters, and those) in order; where one fails, those after it are not done. `info` is kept with the connection;
    without it nothing is prepared.

    psycopg's errors are raised: of the first statement that failed, or OperationalError where the connection was lost, and nobody
    knows how far they came (`is_lost`). A last COMMIT that kept nothing is InFailedSqlTransaction. With an error of `OUTDATED` the
    connection is not to be used again.
    """
    prepared: dict[str, bytes] = {} if info is None else info.setdefault(_PREPARED, {})
    most = 0 if info is None else _MOST_PREPARED
    connection: pq.abc.PGconn = raw.pgconn
    # What cannot be written as text is refused before anything is sent.
    texts = [(sql, [_as_text(value) for value in given]) for sql, given in asked]
    sent: list[str | None] = []  # for each answer that is to come: the statement that it says is prepared
    done = 0
    connection.enter_pipeline_mode()
    try:
        for sql, values in texts:
            name = prepared.get(sql)
            if name is None and len(prepared) < most:
                name = prepared[sql] = b"dialog_" + uuid.uuid4().hex.encode()
                sent.append(sql)
                connection.send_prepare(name, _numbered(sql))
            sent.append(None)
            if name is None:
                connection.send_query_params(_numbered(sql), values)
            else:
                connection.send_query_prepared(name, values)
        connection.pipeline_sync()
        done, fault = _followed(connection, commits=bool(asked) and asked[-1][0] == "COMMIT")
    finally:
        for unprepared in filter(None, sent[done:]):  # the others are, for as long as the connection lives
            del prepared[unprepared]
        if connection.status == pq.ConnStatus.OK:
            with suppress(psycopg.Error):  # it has been closed from there: whoever takes it next finds that out
                connection.exit_pipeline_mode()
    if fault is not None:
        raise fault


def is_lost(raw: Any) -> bool:
    """Say whether the connection is of no use any more."""
    return bool(raw.pgconn.status != pq.ConnStatus.OK)


def _followed(connection: Any, *, commits: bool) -> tuple[int, psycopg.Error | None]:
    """Return how many answers came before the first fault, and the fault."""
    done, last, is_whole = 0, None, False
    found: psycopg.Error | None = None
    for result in _results(connection):
        is_whole = result.status == pq.ExecStatus.PIPELINE_SYNC
        if is_whole or (commits and last == b"COMMIT"):
            break
        last = result.command_status
        if found is None and result.status == pq.ExecStatus.FATAL_ERROR:
            found = _error((result.error_field(pq.DiagnosticField.SQLSTATE) or b"").decode())
        done += found is None
    if commits and last == b"COMMIT":  # what comes after that (the database is shut down) takes nothing of it away
        return done, None
    if not is_whole:
        return done, found or errors.OperationalError("the connection was lost")
    # In a transaction that had failed before, PostgreSQL answers a COMMIT by ROLLBACK, and no error.
    return done, found or (errors.InFailedSqlTransaction("nothing was kept") if commits else None)


def _results(connection: Any) -> Iterator[Any]:
    """Yield every result as it comes, until the connection has no more to give."""
    waits = select.poll()
    while connection.flush():  # 1: not all of it could be sent yet
        waits.register(connection.socket, select.POLLIN | select.POLLOUT)
        if any(seen & select.POLLIN for _, seen in waits.poll()):
            connection.consume_input()
    waits.register(connection.socket, select.POLLIN)
    ended = 0  # None stands between two statements, and again and again where there is nothing more
    while ended < 2:
        while connection.is_busy():
            waits.poll()
            connection.consume_input()
        result = connection.get_result()
        ended = ended + 1 if result is None else 0
        if result is not None:
            yield result


def _error(state: str) -> psycopg.Error:
    """Return the error of a SQLSTATE, without the database's words: they can hold what somebody wrote."""
    try:
        return errors.lookup(state)(state)
    except KeyError:
        return errors.OperationalError(state or "the connection was lost")


@lru_cache(maxsize=_MOST_PREPARED)
def _numbered(sql: str) -> bytes:
    first, *parts = sql.split("%s")
    return "".join([first, *(f"${n}{part}" for n, part in enumerate(parts, 1))]).encode()


def _as_array(values: list[Any]) -> bytes:
    if not values or not isinstance(values[0], str):
        return f"{{{','.join(map(str, values))}}}".encode()
    whole = '","'.join(values)
    if "\\" in whole or whole.count('"') > 2 * len(values) - 2:
        whole = '","'.join(_QUOTED.sub(r"\\\1", one) for one in values)
    return f'{{"{whole}"}}'.encode()


def _as_text(value: Any) -> bytes | None:
    if value is None:
        return None
    if isinstance(value, list):
        return _as_array(value)
    return (value if isinstance(value, str) else str(value)).encode()
