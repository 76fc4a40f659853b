"""How much an archive may hold, counted while it is read and never taken from what it says of itself."""

from dataclasses import dataclass

from seatrial.intake.errors import BadArchive

MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """In bytes, and numbers of files. `ratio` is unpacked to packed, applied beyond the first megabyte."""

    archive: int = 100 * MB
    unpacked: int = 200 * MB
    file: int = 50 * MB
    files: int = 5_000
    entries: int = 50_000
    ratio: int = 100


class Budget:
    """What is left while one archive is read."""

    def __init__(self, limits: Limits, packed: int) -> None:
        if packed > limits.archive:
            raise BadArchive(
                f"The archive has {packed / MB:.0f} MB; at most {limits.archive // MB} MB are taken. Leave out "
                "environments, models and data."
            )
        self._limits, self._packed = limits, packed
        self._unpacked = self._files = self._entries = self._streamed = 0

    def entry(self) -> None:
        """Count one entry of whatever kind."""
        self._entries += 1
        if self._entries > self._limits.entries:
            raise BadArchive(f"The archive has more than {self._limits.entries:,} entries. Leave out environments.")

    def file(self) -> None:
        """Count one file that is kept."""
        self._files += 1
        if self._files > self._limits.files:
            raise BadArchive(
                f"The archive has more than {self._limits.files:,} files. Leave out environments and data."
            )

    def stated(self, number: int) -> None:
        """Refuse an entry that says of itself that it has more bytes than any accepted archive, or fewer than none."""
        if number < 0:
            raise BadArchive("The archive states a size that cannot be. Pack the folder again.")
        self._refuse_over(number)

    def stream(self, number: int) -> None:
        """Count `number` more bytes of a tar as it is unpacked, headers included."""
        self._streamed += number
        self._refuse_over(self._streamed)

    def _refuse_over(self, number: int) -> None:
        if number > 2 * self._limits.unpacked:
            raise BadArchive(
                f"Unpacked, this is more than {self._limits.unpacked // MB} MB. Leave out what is not code."
            )

    def read(self, path: str, number: int, so_far: int) -> None:
        """Count `number` more bytes of a file of which `so_far` have been read, these included."""
        self._unpacked += number
        if so_far > self._limits.file:
            raise BadArchive(f"{path} is larger than {self._limits.file // MB} MB. Leave it out.")
        if self._unpacked > self._limits.unpacked:
            raise BadArchive(
                f"Unpacked, this is more than {self._limits.unpacked // MB} MB (at {path}). Leave out what is not code."
            )
        if self._unpacked > MB and self._unpacked > self._limits.ratio * max(self._packed, 1):
            raise BadArchive(
                f"{path} unpacks to far more than its size tells. Leave it out, or hand in a folder as zip."
            )
