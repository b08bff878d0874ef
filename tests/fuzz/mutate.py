"""Spoils files, repeatably: the same seed, kind and number give the same bytes. Pure.

Small damage is the rule, so that most of a file stays what it was and the damage is met deep inside.
"""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Callable, Sequence

PORT = 47119
"""Where the fuzzer listens for whoever follows an address in a file."""

EXTREMES = (0, 1, 2, 7, 8, 15, 16, 0x7F, 0xFF, 0x100, 0x7FFF, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFF8, 0xFFFFFFFF)

_BOXES = b"""
moov mdat trak stbl stsd stco co64 stsz ctts edts elst uuid sv3d st3d mshp cmov dref alis rmra iloc iprp grid iovl auxC colr clap
irot IHDR IDAT iCCP zTXt eXIf acTL fdAT RIFF WAVE VP8X ANMF EXIF JSON OggS fLaC
"""
_ADDRESSES = (
    *(
        f"http://127.0.0.1:{PORT}/x".encode(),
        b"file:///etc/passwd",
        b"../../canary/secret.txt",
        b"/etc/passwd",
        b"C:\\x",
        b"\\\\h\\s",
    ),
    *(b"ffconcat version 1.0\nfile in/source\n", b"#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n", b"concat:a|b", b"data:,x"),
    *(b'"uri":"../../canary/secret.txt"', b"mtllib ../../canary/secret.txt\n", b"map_Kd /etc/passwd\n"),
    b"<!ENTITY a SYSTEM 'file:///etc/passwd'>",
)
_BYTES = (
    *(b"url ", b"fmt ", b"XMP ", b"BIN\0", b"\xff\xd8\xff", b"\xff\xc2", b"\xff\xda", b"\xff\xe1", b"\xff\xdd\x00\x04\x00\x00"),
    *(b"\xff\xee\x00\x0eAdobe", b"ID3\x04", b"\xff\xfb", b"\x1a\x45\xdf\xa3", b"\x1f\x43\xb6\x75", b"PK\x03\x04", b"PK\x01\x02"),
)
_TEXTS = (
    *(
        b"-1",
        b"0",
        b"NaN",
        b"1e999",
        b"4294967296",
        b"99999999999999999999",
        b"null",
        b"true",
        b"[]",
        b"{}",
        b'""',
        b"%s%n",
        b"\0",
    ),
    *(
        b'"byteLength":4294967295',
        b'"count":2147483647',
        b'"bufferView":-1',
        b"[[[[[[[[",
        b"f 1/-1/99999999 2 3\n",
        b"v nan inf -inf\n",
    ),
    *(
        b"element face 4000000000\n",
        b"property list uchar int vertex_indices\n",
        b"endsolid\n",
        b"00:00:01.000 --> 00:00:00.500\n",
    ),
)
TOKENS = (*_ADDRESSES, *_BOXES.split(), *_BYTES, *_TEXTS)

_NAMES = re.compile(rb"[A-Za-z][A-Za-z0-9 ]{3}")
Change = Callable[[bytearray, random.Random, Sequence[bytes]], None]


def mutant(kind: str, number: int, seed: int, seeds: dict[str, bytes]) -> bytes:
    """The mutant of one kind with this number; never the good file itself, never empty."""
    chance = random.Random(f"{seed} {kind} {number}")
    good, family = seeds[kind], kind.split("/")[0]
    relatives = [data for name, data in seeds.items() if name.startswith(family)]
    while True:
        data = bytearray(good)
        for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
            chance.choice(CHANGES)(data, chance, relatives)
        if chance.random() < 0.7:
            data = bytearray(with_checksums(bytes(data)))
        if data and data != good:
            return bytes(data)


def with_checksums(data: bytes) -> bytes:
    """A PNG whose chunks, or an Ogg file whose pages carry right checksums again: else nothing is met behind the first."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return _with_checksums_of_chunks(data)
    return _with_checksums_of_pages(data) if data.startswith(b"OggS") else data


def _with_checksums_of_chunks(data: bytes) -> bytes:
    """As far as the chunks of a PNG can be followed."""
    mended, at = bytearray(data), 8
    while at + 12 <= len(data):
        end = at + 8 + int.from_bytes(data[at : at + 4], "big")
        if end + 4 > len(data):
            break
        mended[end : end + 4] = zlib.crc32(data[at + 4 : end]).to_bytes(4, "big")
        at = end + 4
    return bytes(mended)


def _with_checksums_of_pages(data: bytes) -> bytes:
    """Each whole page that is found: RFC 3533, section 6."""
    mended = bytearray(data)
    for found in re.finditer(b"OggS", data):
        at = found.start()
        lengths = data[at + 27 : at + 27 + data[at + 26]] if at + 27 <= len(data) else b""
        end = at + 27 + len(lengths) + sum(lengths)
        if lengths and len(lengths) == data[at + 26] and end <= len(data):
            page = data[at : at + 22] + bytes(4) + data[at + 26 : end]
            mended[at + 22 : at + 26] = _crc_of_page(page).to_bytes(4, "little")
    return bytes(mended)


def _crc_of_page(page: bytes) -> int:
    """CRC-32 with the polynomial 0x04c11db7, neither mirrored nor inverted."""
    crc = 0
    for byte in page:
        crc = ((crc << 8) & 0xFFFFFFFF) ^ _CRC[(crc >> 24) ^ byte]
    return crc


def _crc_table() -> tuple[int, ...]:
    table = []
    for byte in range(256):
        crc = byte << 24
        for _ in range(8):
            crc = ((crc << 1) ^ (0x04C11DB7 if crc & 0x80000000 else 0)) & 0xFFFFFFFF
        table.append(crc)
    return tuple(table)


_CRC = _crc_table()


def _at(data: bytearray, chance: random.Random) -> int:
    """A place; half of them near the beginning, where headers are."""
    return chance.randrange(min(len(data), 512) if chance.random() < 0.5 else len(data)) if data else 0


def flip_bits(data: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    """One to eight bits anywhere."""
    for _bit in range(chance.randint(1, 8)):
        if data:
            data[_at(data, chance)] ^= 1 << chance.randrange(8)


def overwrite(data: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    """A run of equal or random bytes."""
    at, length = _at(data, chance), chance.choice((1, 2, 4, 16, 64, 512))
    run = chance.choice((bytes(length), b"\xff" * length, chance.randbytes(length)))
    data[at : at + length] = run[: len(data) - at]


def cut_off(data: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    """The end is missing."""
    del data[max(1, chance.randrange(len(data) or 1)) :]


def insert(data: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    """Bytes that were not there."""
    at = _at(data, chance)
    data[at:at] = chance.randbytes(chance.choice((1, 3, 4, 32, 700)))


def delete(data: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    """Bytes that are missing in the middle."""
    at = _at(data, chance)
    del data[at : at + chance.choice((1, 2, 4, 8, 100))]


def repeat(data: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    """A piece that comes twice, or a hundred times."""
    at = _at(data, chance)
    data[at:at] = data[at : at + chance.choice((4, 8, 40, 300))] * chance.choice((1, 2, 100))


def splice(data: bytearray, chance: random.Random, relatives: Sequence[bytes]) -> None:
    """The beginning of this and the end of a relative, or a piece of it in the middle."""
    other = chance.choice(relatives)
    at, there = _at(data, chance), chance.randrange(len(other))
    if chance.random() < 0.5:
        data[at:] = other[there:]
    else:
        length = chance.choice((4, 16, 200, 2000))
        data[at : at + length] = other[there : there + length]


def lie_about_a_number(data: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    """A number anywhere becomes an extreme one, of two or four bytes, in either order."""
    width, at = chance.choice((2, 4, 4, 4)), _at(data, chance)
    number = chance.choice(EXTREMES) & ((1 << 8 * width) - 1)
    data[at : at + width] = number.to_bytes(width, chance.choice(("big", "little")))[: len(data) - at]


def lie_about_a_length(data: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    """The number before or behind the name of a box or chunk becomes an extreme one, or the rest of the file and a bit."""
    names = [found.start() for found in _NAMES.finditer(bytes(data[:200_000]))]
    if not names:
        return lie_about_a_number(data, chance, _)
    name = chance.choice(names)
    at = max(0, name + chance.choice((-4, -4, 4, 4, 8, 12)))
    number = chance.choice((*EXTREMES, len(data) - name, len(data) - name + 1, len(data) * 2, chance.randrange(64))) & 0xFFFFFFFF
    data[at : at + 4] = number.to_bytes(4, chance.choice(("big", "little")))[: max(0, len(data) - at)]
    return None


def use_a_word(data: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    """A word of some format, in place of what stands there or between."""
    word, at = chance.choice(TOKENS), _at(data, chance)
    data[at : at + chance.choice((0, len(word)))] = word


def change_a_digit(data: bytearray, chance: random.Random, _: Sequence[bytes]) -> None:
    """A number that is written out becomes another one."""
    digits = [found.span() for found in re.finditer(rb"-?\d+(\.\d+)?", bytes(data[:100_000]))]
    if not digits:
        return flip_bits(data, chance, _)
    start, end = chance.choice(digits)
    data[start:end] = chance.choice(
        (b"0", b"-1", b"1e999", b"65536", b"2147483648", b"99999999999999999999", b"nan", b"0.5", b"")
    )
    return None


CHANGES: tuple[Change, ...] = (
    *(flip_bits, overwrite, cut_off, insert, delete, repeat, splice),
    *(lie_about_a_number, lie_about_a_length, use_a_word, change_a_digit),
)
