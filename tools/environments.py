"""Fetch the environments of sample submissions, so that the tests need no network."""

import asyncio
import sys
from pathlib import Path

from seatrial.bench.environment import prepare_environment
from seatrial.bench.submission import read_submission


def main() -> None:
    """Prepare the named samples, or all, one after another; each is cached by the hash of its requirements."""
    samples = Path("samples/docqa")
    for name in sys.argv[1:] or sorted(manifest.parent.name for manifest in samples.glob("*/seatrial.toml")):
        asyncio.run(
            prepare_environment(read_submission(samples / name), say=lambda words: print(words, file=sys.stderr))
        )


if __name__ == "__main__":
    main()
