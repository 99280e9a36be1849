"""Keys, notes and signatures, against examples published by others."""

from __future__ import annotations

import stat

import pytest
from hypothesis import given
from hypothesis.strategies import binary, integers

from rapporteur.foundation.journal.checkpoints import read_checkpoint
from rapporteur.foundation.journal.keys import COSIGNATURE, PrivateKey, key_at, read_private, read_public
from rapporteur.foundation.journal.notes import Note, cosigned, is_signed_by, read_note, signed

# The example of golang.org/x/mod/sumdb/note, where the format comes from.
PRIVATE = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
PUBLIC = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
OTHER = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
SIGNED = f"""{TEXT}
— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
"""

# A checkpoint of a public log of certificates, with its own signature and those of three witnesses.
LOG = "arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f"
WITNESS = "remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2"
WITNESSED = """arche2025h1.staging.ct.transparency.dev
1432088532
U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=

— arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=
— witness1.smartit.nu/witness1 pIyCDwAAAABqEiEghIp82KWebrw7/oHQwlTAm3g2RKS4+eebl8eO0WH+/iEcxZ75W3u5hNI7TOQtmJbqmNWVuE0tgh0XwzdZsDsUAQ==
— remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==
— witness.stagemole.eu Z/euoAAAAABqEiEgw0i+7g2ENfDAWHmtRzCfKTHSDwYDJA2NmKeGi9Y8FtEyOUvVr+AJmIY/2TUFucgKi7lI7cUiOvKFYe/TmN9DAg==
"""


def test_a_note_is_signed_byte_for_byte_as_in_the_published_example():
    key = read_private(PRIVATE)
    assert str(key.public()) == PUBLIC
    assert str(signed(Note(TEXT), key)) == SIGNED


def test_a_published_checkpoint_and_its_witness_are_believed():
    note = read_note(WITNESSED.encode())
    assert str(note) == WITNESSED
    assert read_checkpoint(note).size == 1432088532
    assert [is_signed_by(note, read_public(key)) for key in (LOG, WITNESS)] == [True, True]


@pytest.mark.parametrize(("was", "is_now"), [("1432088532", "1432088533"), ("U7WM79", "U7WM78"), ("arche", "Arche")])
def test_neither_signature_holds_for_another_text(was, is_now):
    note = read_note(WITNESSED.replace(was, is_now, 1).encode())
    assert [is_signed_by(note, read_public(key)) for key in (LOG, WITNESS)] == [False, False]


def test_the_time_of_a_witness_is_signed_too():
    note = read_note(WITNESSED.replace("2net5wAAAABqEiEg", "2net5wAAAABqEiEh").encode())
    assert not is_signed_by(note, read_public(WITNESS))


def test_one_who_did_not_sign_is_not_believed():
    note = read_note(SIGNED.encode())
    assert is_signed_by(note, read_public(PUBLIC))
    assert not is_signed_by(note, read_public(OTHER))


def test_a_false_signature_beside_a_true_one_of_the_same_key_is_not_overlooked():
    note = read_note(SIGNED.encode())
    ((name, signature),) = note.signatures
    false = Note(note.text, ((name, signature), (name, signature[:-1] + b"\0")))
    assert not is_signed_by(false, read_public(PUBLIC))


@given(seed=binary(min_size=32, max_size=32), at=integers(min_value=0, max_value=2**63 - 1))
def test_what_is_signed_and_written_is_read_and_believed(seed, at):
    key = PrivateKey("city.example/witness", seed)
    note = read_note(str(cosigned(signed(Note(TEXT), key), key, at=at)).encode())
    assert read_private(key.written()) == key
    assert [is_signed_by(note, read_public(str(key.public(kind)))) for kind in (1, COSIGNATURE)] == [True, True]


def test_a_signature_of_the_text_alone_is_not_one_of_a_witness():
    key = read_private(PRIVATE)
    note = signed(Note(TEXT), key)
    posing = Note(TEXT, ((key.name, key.public(COSIGNATURE).key_id + bytes(8) + note.signatures[0][1][4:]),))
    assert not is_signed_by(posing, key.public(COSIGNATURE))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        TEXT.encode(),
        SIGNED.encode().removesuffix(b"\n"),
        SIGNED.replace("\n\n", "\n").encode(),
        SIGNED.replace("— ", "- ").encode(),
        SIGNED.replace("\n\n", "\r\n\r\n").encode(),
        SIGNED.replace("x08go", "x08g").encode(),
        SIGNED.encode() + b"more\n",
        SIGNED.encode("utf-16"),
        SIGNED.replace("If", "\x00").encode(),
    ],
)
def test_what_is_no_signed_note_is_refused_with_a_sentence(content):
    with pytest.raises(ValueError, match="no signed note"):
        read_note(content)


def test_a_note_with_very_many_signatures_is_refused():
    line = SIGNED.rpartition("\n\n")[2]
    assert len(read_note((TEXT + "\n" + line * 100).encode()).signatures) == 100
    with pytest.raises(ValueError, match="101 signatures"):
        read_note((TEXT + "\n" + line * 101).encode())


@pytest.mark.parametrize("end", range(1, len(PUBLIC)))
def test_a_key_that_was_cut_off_is_refused(end):
    with pytest.raises(ValueError, match="is no"):
        read_public(PUBLIC[:end])


@pytest.mark.parametrize("text", [PUBLIC, PRIVATE[:-1], PRIVATE.replace("c74f", "c74e"), "", "word"])
def test_what_is_no_private_key_is_refused_and_not_repeated(text):
    with pytest.raises(ValueError, match="^This is no private key") as refusal:
        read_private(text)
    assert text == "" or text not in str(refusal.value)


@pytest.mark.parametrize(
    "text",
    [
        "\n3\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "city.example/journal\n03\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "city.example/journal\n-3\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
        "city.example/journal\n3\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jx\n",
        "city.example/journal\n3\n",
        TEXT,
    ],
)
def test_a_note_that_is_no_checkpoint_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match="no checkpoint"):
        read_checkpoint(Note(text))


def test_the_key_is_made_once_for_its_owner_alone_and_keeps_its_name(tmp_path):
    path = tmp_path / "new" / "checkpoint.key"
    first = key_at(path, name="old.example/journal")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert key_at(path, name="new.example/journal") == first
    assert [each.name for each in path.parent.iterdir()] == ["checkpoint.key"]
    assert first.written() not in repr(first)


def test_two_who_make_the_key_at_once_get_the_same_one(tmp_path, monkeypatch):
    path = tmp_path / "checkpoint.key"
    first = key_at(path, name="city.example/journal")
    # The second one looked before the first one was done.
    monkeypatch.setattr(type(path), "exists", lambda self: False)
    assert key_at(path, name="city.example/journal") == first


@pytest.mark.parametrize("name", ["", "two words", "one+one", "non\u00a0breaking"])
def test_a_name_that_a_note_cannot_hold_is_refused(tmp_path, name):
    with pytest.raises(ValueError, match="no name of a key"):
        key_at(tmp_path / "checkpoint.key", name=name)
    assert list(tmp_path.iterdir()) == []
