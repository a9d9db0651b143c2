"""Keccak-256 as Ethereum and Monero use it: with the padding that it had before it became SHA-3.

Source: The Keccak reference, version 3.0; the round constants and rotations are computed as it defines them.
"""

from __future__ import annotations

_MASK = (1 << 64) - 1
_RATE = 136
_ROUNDS = 24


def _round_constants() -> list[int]:
    register, constants = 1, []
    for _ in range(_ROUNDS):
        constant = 0
        for power in range(7):
            if register & 1:
                constant |= 1 << ((1 << power) - 1)
            register = (register << 1) ^ (0x171 if register & 0x80 else 0)
        constants.append(constant)
    return constants


def _rotations() -> dict[tuple[int, int], int]:
    x, y = 1, 0
    offsets = {(0, 0): 0}
    for step in range(_ROUNDS):
        offsets[x, y] = (step + 1) * (step + 2) // 2 % 64
        x, y = y, (2 * x + 3 * y) % 5
    return offsets


_CONSTANTS = _round_constants()
_MOVES = [(x + 5 * y, x, y + 5 * ((2 * x + 3 * y) % 5), count, 64 - count) for (x, y), count in _rotations().items()]
"""Where each lane comes from, its column, where it goes to, and by how much it is rotated to the left and right."""
_ROWS = [(5 * y + x, 5 * y + (x + 1) % 5, 5 * y + (x + 2) % 5) for y in range(5) for x in range(5)]


def keccak256(data: bytes) -> bytes:
    """Give the 32 bytes of the hash."""
    padding = bytearray(_RATE - len(data) % _RATE)
    padding[0] |= 0x01
    padding[-1] |= 0x80
    padded = data + padding
    lanes = [0] * 25
    for start in range(0, len(padded), _RATE):
        for number in range(_RATE // 8):
            word = padded[start + 8 * number : start + 8 * number + 8]
            lanes[number] ^= int.from_bytes(word, "little")
        lanes = _permute(lanes)
    return b"".join(lane.to_bytes(8, "little") for lane in lanes[:4])


def _permute(a: list[int]) -> list[int]:
    """Apply Keccak-f[1600] to 25 lanes, row by row."""
    b = [0] * 25
    for constant in _CONSTANTS:
        c = [a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20] for x in range(5)]
        d = [c[x - 1] ^ (((c[x - 4] << 1) | (c[x - 4] >> 63)) & _MASK) for x in range(5)]
        for source, column, target, left, right in _MOVES:
            lane = a[source] ^ d[column]
            b[target] = ((lane << left) | (lane >> right)) & _MASK
        a = [b[one] ^ (~b[two] & b[three]) for one, two, three in _ROWS]
        a[0] ^= constant
    return a
