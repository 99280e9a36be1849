from __future__ import annotations

import os
import pickle
import time
from datetime import UTC, datetime

import pytest

from rapporteur_core.documents import child, tables
from rapporteur_core.documents.child import Failed


def double(data: bytes, times: int = 2) -> bytes:
    return data * times


def wait(data: bytes) -> None:
    time.sleep(60)


def spin(data: bytes) -> None:
    while True:
        pass


def fill(data: bytes) -> int:
    return len(bytearray(1 << 30))


def die(data: bytes) -> None:
    os.abort()


def fail(data: bytes) -> None:
    raise RuntimeError


def write(data: bytes) -> None:
    with open("/tmp/child-should-not-write", "wb") as out:
        out.write(data)


def test_a_task_gives_its_result() -> None:
    assert child.run(double, b"ab", seconds=20, megabytes=256, times=3) == b"ababab"


def test_a_table_comes_back_whole() -> None:
    data = b"id,text\n1,=a\n"
    assert child.run(tables.read, data, seconds=20, megabytes=512, filename="x.csv") == tables.read(data)


def test_what_is_unreadable_comes_back_as_its_sentence() -> None:
    failed = child.run(tables.read, b"%PDF-1.7", seconds=20, megabytes=512)
    assert isinstance(failed, Failed)
    assert (failed.code, failed.text[:17]) == ("pdf", "This is a PDF and")


@pytest.mark.parametrize(
    ("task", "seconds", "failed"),
    [
        (wait, 1, Failed("too_long", {"limit": 1})),
        (spin, 1, Failed("too_long", {"limit": 1})),
        (fill, 20, Failed("too_much_memory", {"limit": 256})),
        (die, 20, Failed("too_much_memory", {"limit": 256})),
        (fail, 20, Failed("gave_up")),
        (write, 20, Failed("gave_up")),
    ],
)
def test_a_task_beyond_its_limits_ends_in_a_sentence(task: object, seconds: int, failed: Failed) -> None:
    assert child.run(task, b"x", seconds=seconds, megabytes=256) == failed  # type: ignore[arg-type]
    assert failed.text[-1] == "."


def test_only_values_of_the_core_are_read_back() -> None:
    assert child._answer(pickle.dumps([Failed("gave_up")])) == [Failed("gave_up")]
    assert child._answer(pickle.dumps(datetime(2030, 3, 1, tzinfo=UTC))) == datetime(2030, 3, 1, tzinfo=UTC)
    assert child._answer(pickle.dumps(os.getcwd)) == Failed("gave_up")
    assert child._answer(b"") == Failed("gave_up")
