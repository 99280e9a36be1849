from __future__ import annotations

import sqlite3
import stat
import tarfile

from rapporteur.cli.main import main


def test_a_backup_is_for_its_owner_only_and_can_be_unpacked(tmp_path, settings, monkeypatch):
    database = tmp_path / "rapporteur.sqlite3"
    with sqlite3.connect(database) as line:
        line.execute("CREATE TABLE kept (word TEXT)")
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", str(database))
    monkeypatch.setattr("django.db.connection.vendor", "sqlite", raising=False)
    file = tmp_path / "backup.tar.gz"
    assert main(["backup", str(file)]) == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with tarfile.open(file) as archive:
        assert "rapporteur.sqlite3" in archive.getnames()
