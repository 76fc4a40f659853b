"""The provider has already said 200 when it fails."""

import json
from dataclasses import dataclass
from random import Random

from msgspec.structs import replace

from seatrial.bench.faults.streamed_text import cut_inside
from seatrial.bench.provider_error import ProviderError
from seatrial.bench.wire import Draft

_ERROR = ProviderError(
    200,
    "The server had an error while processing your request. Sorry about that!",
    type="server_error",
    code="server_error",
)


@dataclass(frozen=True, slots=True)
class ErrorAfter200:
    """Put the provider's error where the rest of the answer should be: an event of the stream, or the whole body."""

    def spoil(self, draft: Draft, dice: Random) -> Draft | None:
        """Return the answer with the error in it; None for an answer that has failed already."""
        if draft.status != 200:
            return None
        if not draft.streamed:
            return replace(draft, body=_ERROR.body())
        events = cut_inside(draft, dice)
        if events is None:
            return None
        return replace(draft, events=(*events, b"data: %b\n\n" % json.dumps(_ERROR.fields()).encode()))
