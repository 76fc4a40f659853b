"""Counting tokens: a cheap estimate for usage, the exact count where a limit is near, and tiktoken's own files.

The vocabularies are OpenAI's (tiktoken, MIT). Each file in `vocabulary/` is the lengths of all tokens in the order of
their rank, one byte each, then the tokens themselves, compressed with xz.
"""

import hashlib
import lzma
import os
from base64 import b64encode
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from importlib.resources import files
from pathlib import Path

import tiktoken

from seatrial.bench.errors import BenchBroke

CACHED_AS = {
    "cl100k_base": (
        "9b5ad71b2ce5302211f9c61530b329a4922fc6a4",
        "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7",
        100256,
    ),
    "o200k_base": (
        "fb374d419588a4632f3f557e76b4b70aebbca790",
        "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
        199998,
    ),
}
_EXACT_UP_TO_BYTES = 256 << 10
_PATTERN = (
    r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| "
    r"?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s"
)


def estimate(text: str) -> int:
    """Guess the number of tokens: four letters of English make one, other scripts need more."""
    return (len(text.encode("utf-8", "replace")) + 3) // 4


def count(text: str, *, near: int) -> int:
    """Count tokens, exactly where the number may be more than half of `near`; cheap where it cannot."""
    size = len(text.encode("utf-8", "replace"))
    if size <= near or size > _EXACT_UP_TO_BYTES:
        return (size + 3) // 4
    return len(_encoding().encode_ordinary(text))


def text_of(ids: Sequence[int]) -> str | None:
    """Return the text that token ids of cl100k_base stand for; None when one of them stands for nothing."""
    tokens = _tokens("cl100k_base")
    try:
        if ids and min(ids) < 0:
            return None
        return b"".join([tokens[one] for one in ids]).decode("utf-8", "replace")
    except IndexError:
        return None


def vocabulary_cache(folder: Path, *, kept: Path) -> Path:
    """Write the vocabularies into a folder as tiktoken's cache (TIKTOKEN_CACHE_DIR) wants them; returns the folder.

    What was written once is kept in `kept`, and taken from there only if it is whole.
    """
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    for name, (file_name, _, _) in CACHED_AS.items():
        path = folder / file_name
        path.write_bytes(_kept(name, kept))
        path.chmod(0o644)
    return folder


def _kept(name: str, kept: Path) -> bytes:
    path = kept / CACHED_AS[name][0]
    with suppress(OSError):
        if _is_whole(name, data := path.read_bytes()):
            return data
    data = _as_tiktoken(name)
    with suppress(OSError):  # a folder that cannot be written costs time, nothing else
        kept.mkdir(mode=0o755, parents=True, exist_ok=True)
        aside = path.with_suffix(f".{os.getpid()}")
        aside.write_bytes(data)
        aside.replace(path)
    return data


def _as_tiktoken(name: str) -> bytes:
    """Return a vocabulary byte for byte as tiktoken downloads it."""
    lines = [b"%b %d\n" % (b64encode(token), rank) for rank, token in enumerate(_tokens(name))]
    data = b"".join(lines)
    if not _is_whole(name, data):
        raise BenchBroke(f"the shipped vocabulary {name} is damaged: install seatrial again")
    return data


def _is_whole(name: str, data: bytes) -> bool:
    return hashlib.sha256(data).hexdigest() == CACHED_AS[name][1]


@cache
def _tokens(name: str) -> tuple[bytes, ...]:
    packed = files("seatrial.bench.gateway").joinpath("vocabulary", f"{name}.xz").read_bytes()
    data = lzma.decompress(packed)
    size = CACHED_AS[name][2]
    tokens, at = [], size
    for length in data[:size]:
        tokens.append(data[at : at + length])
        at += length
    return tuple(tokens)


@cache
def _encoding() -> tiktoken.Encoding:
    ranks = {token: rank for rank, token in enumerate(_tokens("cl100k_base"))}
    return tiktoken.Encoding("seatrial_cl100k", pat_str=_PATTERN, mergeable_ranks=ranks, special_tokens={})
