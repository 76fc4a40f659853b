"""Application settings, read from the environment."""

import os
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """All tunables in one place."""

    port: int = field(default_factory=lambda: int(os.environ["PORT"]))
    documents: Path = field(default_factory=lambda: Path(os.environ["SEATRIAL_DOCUMENTS"]))
    model: str = field(default_factory=lambda: os.environ["MODEL"])
    embedding_model: str = "text-embedding-3-small"
    embedding_dimensions: int = 256
    chunk_words: int = 120
    chunk_overlap: int = 30
    top_k: int = 24


settings = Settings()
