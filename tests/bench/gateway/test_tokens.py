"""Counting is exact where it matters, and tiktoken's files come back byte for byte."""

import hashlib
from pathlib import Path

import pytest
import tiktoken

from seatrial.bench.gateway.tokens import CACHED_AS, count, estimate, text_of, vocabulary_cache
from seatrial.bench.gateway.window import WINDOW_TOKENS, embedding_overflow


def test_a_cache_folder_holds_both_vocabularies_as_tiktoken_checks_them(tmp_path: Path) -> None:
    folder = vocabulary_cache(tmp_path / "a" / "b", kept=tmp_path / "kept")
    digests = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
    assert digests == {name: digest for name, digest, _ in CACHED_AS.values()}


def test_a_cache_folder_is_written_from_what_was_kept_unless_that_is_damaged(tmp_path: Path) -> None:
    first = vocabulary_cache(tmp_path / "first", kept=tmp_path / "kept")
    one, other = sorted((tmp_path / "kept").iterdir())
    one.write_bytes(one.read_bytes()[:-1])
    other.unlink()
    second = vocabulary_cache(vocabulary_cache(tmp_path / "second", kept=tmp_path / "kept"), kept=tmp_path / "kept")
    written = [{path.name: path.read_bytes() for path in folder.iterdir()} for folder in (first, second, one.parent)]
    assert written[1:] == written[:1] * 2


def test_where_nothing_can_be_kept_the_folder_is_written_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "no-folder").touch()
    folder = vocabulary_cache(tmp_path / "v", kept=tmp_path / "no-folder")
    assert sorted(path.name for path in folder.iterdir()) == sorted(name for name, _, _ in CACHED_AS.values())


@pytest.fixture
def real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tiktoken.Encoding:
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(vocabulary_cache(tmp_path / "v", kept=tmp_path / "kept")))
    return tiktoken.get_encoding("cl100k_base")


def test_tokens_near_a_limit_are_counted_as_tiktoken_does(real: tiktoken.Encoding) -> None:
    texts = ("hello world", "Größe ✓ 12345", "<|endoftext|>", "a\n\n\tb  c", "日本語のテキスト", "x" * 500)
    assert [count(text, near=0) for text in texts] == [len(real.encode_ordinary(text)) for text in texts]


def test_tokens_far_from_a_limit_are_guessed() -> None:
    assert (count("hello world", near=100), count("", near=1)) == (3, 0)


def test_a_text_of_any_size_and_shape_is_counted() -> None:
    for letter in ("a", " ", "\n", "ü", "🎉", "1"):
        assert count(letter * 60_000, near=WINDOW_TOKENS) > 0
    assert count("word " * 1_000_000, near=WINDOW_TOKENS) == estimate("word " * 1_000_000)


@pytest.mark.parametrize(("ids", "text"), [((15339, 1917), "hello world"), ((), ""), ((100256,), None), ((-1,), None)])
def test_token_ids_stand_for_their_text_or_for_nothing(ids: tuple[int, ...], text: str | None) -> None:
    assert text_of(ids) == text


def test_a_text_too_long_to_embed_is_refused_with_its_number() -> None:
    assert embedding_overflow(["short", "word " * 8000]) is None
    error = embedding_overflow(["short", "word " * 9000])
    assert error is not None
    assert "however you requested 9001 tokens" in error.message
