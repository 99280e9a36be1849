"""The tree against one built naively, and against roots that are known."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis.strategies import binary, integers, lists

from rapporteur.foundation.journal.tree import edge_of, grown, node_hash, read, root_of, written

# The leaves and roots with which Certificate Transparency tests its logs (RFC 6962).
LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def naive_root(leaves: list[bytes]) -> bytes:
    """The definition of RFC 6962, 2.1, word by word."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    split = max(2**power for power in range(len(leaves).bit_length()) if 2**power < len(leaves))
    return hashlib.sha256(b"\x01" + naive_root(leaves[:split]) + naive_root(leaves[split:])).digest()


@pytest.mark.parametrize("size", range(9))
def test_the_roots_are_those_that_are_known(size):
    assert root_of(edge_of(bytes.fromhex(leaf) for leaf in LEAVES[:size])).hex() == ROOTS[size]


@given(leaves=lists(binary(max_size=8), max_size=70))
def test_the_root_is_that_of_the_definition(leaves):
    assert root_of(edge_of(leaves)) == naive_root(leaves)


@given(leaves=lists(binary(max_size=8), max_size=70), more=binary(max_size=8))
def test_a_tree_that_grows_is_the_tree_built_at_once_and_lives_through_being_written(leaves, more):
    edge = edge_of(leaves)
    assert read(written(edge)) == edge
    assert grown(edge, len(leaves), more) == edge_of([*leaves, more])
    assert len(edge) == len(leaves).bit_count()


@given(leaves=lists(binary(max_size=8), min_size=2, max_size=70, unique=True), at=integers(min_value=0))
def test_no_two_leaves_can_change_places(leaves, at):
    moved = list(leaves)
    here = at % (len(leaves) - 1)
    moved[here], moved[here + 1] = moved[here + 1], moved[here]
    assert root_of(edge_of(moved)) != root_of(edge_of(leaves))


def test_a_leaf_cannot_pass_for_two_nodes():
    left, right = (hashlib.sha256(name).digest() for name in (b"left", b"right"))
    assert root_of(edge_of([left + right])) != node_hash(left, right)
