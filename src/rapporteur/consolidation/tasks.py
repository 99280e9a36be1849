"""The run itself: step after step, each kept on disk when it is done, so that a killed run goes on where it was.

What is heavy (the methods and their libraries) is imported only by the process that does a run.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import logging
import os
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connections

from rapporteur.foundation.conferences.queries import system_reader
from rapporteur.foundation.frameworks.provisions import provisions

from . import actions
from .models import Run
from .queries import STEPS, Material, material

log = logging.getLogger(__name__)
TELL_EVERY = 0.5
BEAT_EVERY = 5
STOP_WITHIN = 10
Progress = Callable[[str, int, int], None]


def run_one(pk: int) -> int:
    """Carry out run `pk` in this process, with a sign of life every five seconds; 0 when it is done or was stopped.

    A run that another process has is left alone. A run that was asked to stop and is inside a long step ends at once:
    the steps before are kept.
    """
    run = Run.objects.select_related("conference").get(pk=pk)
    ended = threading.Event()
    beating = threading.Thread(target=_beat, args=(run, ended), daemon=True)
    beating.start()
    try:
        run = carry_out(run)
    finally:
        ended.set()
        beating.join(2)
    return 1 if run.state == Run.State.FAILED else 0


def _beat(run: Run, ended: threading.Event) -> None:
    """Say that this process lives, until `ended`; end the process when it does not stop of itself as asked."""
    asked_at = 0.0
    while not ended.wait(BEAT_EVERY):
        try:
            if actions.tell_progress(run=run):
                asked_at = 0.0
            elif not asked_at:
                asked_at = time.monotonic()
            elif time.monotonic() - asked_at >= STOP_WITHIN:
                actions.end_stopped(run=run, by=system_reader(run.conference))
                os._exit(0)
        except DatabaseError:
            log.warning("the sign of life of consolidation %s could not be written", run.pk)
        finally:
            connections["default"].close()


def carry_out(run: Run) -> Run:
    """Do all steps of `run` that are not done yet and store the results; gives the run as it then is."""
    from rapporteur_core.engines import Stopped

    by = system_reader(run.conference)
    if not actions.begin_run(run=run, by=by):
        run.refresh_from_db()
        return run
    try:
        given = material(run.conference, seed=run.seed)
        found, digest, counts = _find(run, given)
        _teller(run)("store", 0, 1)
        if actions.store_results(run=run, material=given, found=found, digest=digest, counts=counts, by=by):
            shutil.rmtree(folder(run), ignore_errors=True)
    except Stopped:
        actions.end_stopped(run=run, by=by)
    except MemoryError:
        actions.end_failed(run=run, trouble="The server has too little memory for this many contributions.", by=by)
    except Exception as error:
        log.exception("consolidation %s failed", run.pk)
        actions.end_failed(run=run, trouble=f"{type(error).__name__}: {error}", by=by)
    run.refresh_from_db()
    return run


def _find(run: Run, given: Material) -> tuple[actions.Found, str, dict[str, Any]]:
    """The results of all steps, their digest, and the counts of the run."""
    from rapporteur_core import concordance
    from rapporteur_core.engines import Kept, embedded
    from rapporteur_core.engines.values import Contribution, Passage

    tell = _teller(run)
    said = [Contribution(str(each.number), each.texts, language=_known(each.language)) for each in given.contributions]
    cut = [Passage(each.contribution, each.field, each.start, each.end, each.language) for each in given.passages]
    unit = embedded.unit_of(said, cut)
    seconds: dict[str, float] = {}

    def step(name: str, work: Callable[[], Any]) -> Any:
        began = time.monotonic()
        tell(name, 0, 1)
        kept = _kept(run, name, given)
        result = kept if kept is not None else json.loads(_keep(run, name, given, work()))
        seconds[name] = round(time.monotonic() - began, 2)
        return result

    duplicates = step(
        "duplicates",
        lambda: [[group.kind, group.members] for group in embedded.find_duplicates(said, seed=run.seed, progress=tell)],
    )
    nearest = step("related", lambda: [side.tolist() for side in embedded.find_nearest(said, progress=tell)])
    themes = step(
        "themes",
        lambda: _themes(
            embedded.find_themes(
                said,
                cut,
                _groups(duplicates),
                unit=unit,
                seed=run.seed,
                previous=[Kept(label, _keys(said, cut, places, unit)) for label, places in given.locked],
                progress=tell,
            )
        ),
    )
    agreements = [concordance.Provision(item.id, tuple(item.label.values())) for item in provisions().values()]
    mapping = step(
        "mapping",
        lambda: [
            [each.passage, each.provision, each.score, each.words, each.by]
            for each in embedded.map_passages(said, cut, agreements, progress=tell)
        ],
    )
    related = [[(other.contribution, other.score) for other in others] for others in embedded.related(_arrays(nearest))]
    digest = hashlib.sha256(_bytes([duplicates, related, themes, mapping])).hexdigest()
    counts = {
        "contributions": len(said),
        "passages": len(cut),
        "groups": len(duplicates),
        "repeated": len({index for _kind, members in duplicates for index in members}),
        "themes": sum(not each["is_unsorted"] for each in themes),
        "unsorted": sum(len(each["passages"]) for each in themes if each["is_unsorted"]),
        "mappings": len(mapping),
        "unit": unit,
        "input": given.digest,
        "seconds": seconds,
    }
    return actions.Found(duplicates, related, themes, mapping), digest, counts


def _known(language: str) -> str | None:
    return None if language in {"", "und"} else language


def _keys(said: list[Any], cut: list[Any], places: tuple[int, ...], unit: Any) -> frozenset[str]:
    """The keys of a locked theme's units; a contribution is one only where all its passages are locked."""
    from rapporteur_core.engines import embedded

    if unit == "passage":
        keys = embedded.unit_keys(said, cut, unit)
        return frozenset(keys[place] for place in places)
    inside = set(places)
    free = {passage.contribution for place, passage in enumerate(cut) if place not in inside}
    return frozenset(said[cut[place].contribution].id for place in places if cut[place].contribution not in free)


def _groups(rows: list[Any]) -> list[Any]:
    from rapporteur_core.duplicates import Group

    return [Group(kind, tuple(members)) for kind, members in rows]


def _arrays(nearest: list[Any]) -> Any:
    import numpy as np

    order, score = nearest
    width = len(order[0]) if order else 0
    return np.array(order, dtype=np.int64).reshape(-1, width), np.array(score, dtype=np.float64).reshape(-1, width)


def _themes(found: list[Any]) -> list[dict[str, Any]]:
    return [
        {
            "label": each.label,
            "phrases": list(each.phrases),
            "passages": list(each.passages),
            "evidence": list(each.evidence),
            "is_unsorted": each.is_unsorted,
            "is_kept": each.is_kept,
        }
        for each in found
    ]


def _teller(run: Run) -> Progress:
    """A progress function that writes at most twice a second, and at each new step; raises Stopped when asked to."""
    from rapporteur_core.engines import Stopped

    last = {"step": "", "at": 0.0}

    def tell(step: str, done: int, total: int) -> None:
        now = time.monotonic()
        if step == last["step"] and now - float(last["at"]) < TELL_EVERY:
            return
        last.update(step=step, at=now)
        if not actions.tell_progress(run=run, step=step, done=done, total=total):
            raise Stopped

    return tell


def folder(run: Run) -> Path:
    """Where the steps of a run are kept until its results are stored."""
    return Path(settings.HOME) / "runs" / str(run.pk)


def _bytes(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _keep(run: Run, step: str, given: Material, result: Any) -> bytes:
    """Keep the result of a step, bound to its input and to its own digest, on disk; gives it as JSON."""
    content = _bytes(result)
    head = f"{given.digest} {hashlib.sha256(content).hexdigest()}\n".encode()
    place = folder(run) / f"{STEPS.index(step)}-{step}.json.gz"
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_suffix(".part")
    with open(part, "wb") as file:
        file.write(gzip.compress(head + content, compresslevel=1, mtime=0))
        file.flush()
        os.fsync(file.fileno())
    os.replace(part, place)
    return content


def _kept(run: Run, step: str, given: Material) -> Any:
    """What a step gave in an earlier process; None when it gave nothing, is damaged, or had another input."""
    place = folder(run) / f"{STEPS.index(step)}-{step}.json.gz"
    try:
        head, _newline, content = gzip.decompress(place.read_bytes()).partition(b"\n")
    except (OSError, EOFError, ValueError):
        return None
    is_whole = head.decode() == f"{given.digest} {hashlib.sha256(content).hexdigest()}"
    return json.loads(content) if is_whole else None
