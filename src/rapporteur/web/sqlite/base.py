"""SQLite with a fair gate before each write transaction, so that writers queue instead of starving one another."""

from __future__ import annotations

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from .gate import Gate, GateBusy


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's SQLite backend; BEGIN IMMEDIATE waits at the gate, at most `timeout` seconds."""

    _pass = None

    def _start_transaction_under_autocommit(self):
        gate = Gate.at(str(self.settings_dict["NAME"]))
        try:
            self._pass = gate.enter(seconds=self.settings_dict["OPTIONS"].get("timeout", 3)) if gate else None
        except GateBusy as busy:
            raise OperationalError("database is locked: the gate for writers stayed busy") from busy
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._leave_gate()
            raise

    def _leave_gate(self):
        held, self._pass = self._pass, None
        if held is not None:
            held.leave()

    def _commit(self):
        try:
            return super()._commit()
        finally:
            self._leave_gate()

    def _rollback(self):
        try:
            return super()._rollback()
        finally:
            self._leave_gate()

    def _close(self):
        try:
            return super()._close()
        finally:
            self._leave_gate()
