from __future__ import annotations

import os
import threading
import time

import pytest

from rapporteur.web.sqlite.gate import Gate, GateBusy


def test_one_at_a_time_in_the_order_of_coming(tmp_path):
    gate = Gate(str(tmp_path / "gate"))
    order, held = [], gate.enter(seconds=1)

    def come(name):
        passed = gate.enter(seconds=5)
        order.append(name)
        passed.leave()

    threads = []
    for name in range(6):
        thread = threading.Thread(target=come, args=(name,))
        thread.start()
        threads.append(thread)
        time.sleep(0.05)
    held.leave()
    for thread in threads:
        thread.join()
    assert order == list(range(6))


def test_the_wait_is_bounded(tmp_path):
    gate = Gate(str(tmp_path / "gate"))
    held = gate.enter(seconds=1)
    began = time.monotonic()
    with pytest.raises(GateBusy):
        gate.enter(seconds=0.2)
    assert time.monotonic() - began < 2
    held.leave()
    gate.enter(seconds=1).leave()


def test_one_who_gave_up_does_not_keep_the_gate(tmp_path):
    gate = Gate(str(tmp_path / "gate"))
    held = gate.enter(seconds=1)
    with pytest.raises(GateBusy):
        gate.enter(seconds=0.1)
    held.leave()
    time.sleep(0.2)
    gate.enter(seconds=1).leave()


def test_a_killed_process_frees_the_gate(tmp_path):
    path = str(tmp_path / "gate")
    child = os.fork()
    if child == 0:
        Gate(path).enter(seconds=1)
        os.kill(os.getpid(), 9)
    os.waitpid(child, 0)
    Gate(path).enter(seconds=1).leave()
