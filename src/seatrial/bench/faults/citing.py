"""Changing what an answer cites and leaving the answer alone."""

from collections.abc import Callable
from dataclasses import replace

from seatrial.bench.faults.base import Scene
from seatrial.bench.meaning import Citation, Meaning


def recite(meaning: Meaning, scene: Scene, change: Callable[[Citation], Citation]) -> Meaning | None:
    """Return the meaning with every citation changed; None when none is asked for, none stands or none changes."""
    if not scene.citing or not meaning.known or not meaning.citations:
        return None
    changed = tuple(change(citation) for citation in meaning.citations)
    return replace(meaning, citations=changed) if changed != meaning.citations else None


def renamed(meaning: Meaning, scene: Scene, document: str) -> Meaning | None:
    """Return the meaning with every citation pinned on another document; None when there is none to name."""
    if not document:
        return None
    return recite(meaning, scene, lambda citation: replace(citation, document=document, file=document))
