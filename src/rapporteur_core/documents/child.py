"""A parse in a child process with limits of time and memory, so that no file can stop or fill the server."""

from __future__ import annotations

import dataclasses
import datetime
import importlib
import io
import math
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from rapporteur_core.documents.problems import Unreadable, sentence

Result = TypeVar("Result")
MEGABYTE = 1 << 20
OUT_OF_MEMORY = 3
# Beside dataclasses of the core, what an instant is made of.
PLAIN = {("datetime", name): getattr(datetime, name) for name in ("datetime", "timedelta", "timezone")}


@dataclass(frozen=True)
class Failed:
    """Why a file could not be read: a code and the values of its sentence, as for a Problem."""

    code: str
    values: dict[str, str | int] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return sentence(self.code, **self.values)


def run(task: Callable[..., Result], data: bytes, *, seconds: float, megabytes: int, **options: Any) -> Result | Failed:
    """What `task(data, **options)` gives, or Failed where it needs more than the limits, dies or finds nothing to read.

    task: a function of a module (no method, no lambda) that returns plain values or dataclasses of the core.
    seconds: of the clock, and of the processor; megabytes: of address space, the interpreter's own 50 or so included.
    """
    order = pickle.dumps((task.__module__, task.__qualname__, megabytes, math.ceil(seconds), options))
    environment = {"PYTHONPATH": os.pathsep.join(each for each in sys.path if each), "PYTHONUTF8": "1"}
    try:
        ended = subprocess.run(
            [sys.executable, "-m", "rapporteur_core.documents.child"],
            input=len(order).to_bytes(8, "big") + order + data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Failed("too_long", {"limit": math.ceil(seconds)})
    if ended.returncode == 0:
        answer: Result | Failed = _answer(ended.stdout)
        return answer
    if ended.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        return Failed("too_long", {"limit": math.ceil(seconds)})
    if ended.returncode in (OUT_OF_MEMORY, -signal.SIGABRT):
        return Failed("too_much_memory", {"limit": megabytes})
    return Failed("gave_up")


def _answer(sent: bytes) -> Any:
    try:
        return Results(io.BytesIO(sent)).load()
    except (pickle.UnpicklingError, EOFError, AttributeError, IndexError, TypeError, ValueError):
        return Failed("gave_up")


class Results(pickle.Unpickler):
    """Reads back plain values, instants and dataclasses of the core alone: a child taken over by a file can send no code."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in PLAIN:
            return PLAIN[module, name]
        if module.startswith("rapporteur_core.") and "." not in name:
            found = getattr(importlib.import_module(module), name, None)
            if isinstance(found, type) and dataclasses.is_dataclass(found):
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is not a value of the core.")


def _limit(megabytes: int, seconds: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (megabytes * MEGABYTE,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _main() -> int:
    given = sys.stdin.buffer
    module, name, megabytes, seconds, options = pickle.loads(  # noqa: S301 - written by run() above
        given.read(int.from_bytes(given.read(8), "big"))
    )
    _limit(megabytes, seconds)
    try:
        task = getattr(importlib.import_module(module), name)
        answer = task(given.read(), **options)
        sys.stdout.buffer.write(pickle.dumps(answer))
    except Unreadable as unreadable:
        from rapporteur_core.documents.child import Failed as Told

        sys.stdout.buffer.write(pickle.dumps(Told(unreadable.code, unreadable.values)))
    except MemoryError:
        return OUT_OF_MEMORY
    return 0


if __name__ == "__main__":
    sys.exit(_main())
