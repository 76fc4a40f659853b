"""Every failure mode, written out in the order in which reports show them."""

from seatrial.bench.modes.base import Mode
from seatrial.bench.modes.content import CONTENT
from seatrial.bench.modes.drift import DRIFT
from seatrial.bench.modes.grounding import GROUNDING
from seatrial.bench.modes.hostile import HOSTILE
from seatrial.bench.modes.limits import LIMITS
from seatrial.bench.modes.stream import STREAM
from seatrial.bench.modes.structure import STRUCTURE
from seatrial.bench.modes.transport import TRANSPORT

MODES: tuple[Mode, ...] = (*TRANSPORT, *STREAM, *CONTENT, *STRUCTURE, *GROUNDING, *HOSTILE, *LIMITS, *DRIFT)
