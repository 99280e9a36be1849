"""The Merkle tree over the journal, free of the database. Source: RFC 6962, section 2.1 (the same in RFC 9162).

A leaf holds the hash of an entry, as its 32 bytes. A tree that grows is kept as its edge: the roots of the full subtrees
that it consists of, the largest first, one for each 1 among the bits of its size.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

Edge = tuple[bytes, ...]


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def grown(edge: Edge, size: int, data: bytes) -> Edge:
    """The edge of a tree of `size` leaves once one that holds `data` is added: at most log2(size) hashes, two on average."""
    subtrees, node = list(edge), leaf_hash(data)
    while size & 1:  # a full subtree of the same height stands to the left
        node = node_hash(subtrees.pop(), node)
        size >>= 1
    return (*subtrees, node)


def edge_of(leaves: Iterable[bytes]) -> Edge:
    """The edge of the tree whose leaves hold `leaves`, in their order."""
    edge: Edge = ()
    for size, data in enumerate(leaves):
        edge = grown(edge, size, data)
    return edge


def root_of(edge: Sequence[bytes]) -> bytes:
    """The root of the tree with this edge; of the empty tree the hash of nothing."""
    if not edge:
        return hashlib.sha256(b"").digest()
    node = edge[-1]
    for left in reversed(edge[:-1]):
        node = node_hash(left, node)
    return node


def written(edge: Edge) -> str:
    """The edge as it is kept beside the journal's head: hashes in hexadecimal, parted by blanks."""
    return " ".join(node.hex() for node in edge)


def read(text: str) -> Edge:
    return tuple(bytes.fromhex(word) for word in text.split())
