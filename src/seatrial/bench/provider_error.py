"""An error as the model's provider words it: four fields in an object, and an HTTP status."""

import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProviderError:
    """What the provider says when it does not answer."""

    status: int
    message: str
    type: str = "invalid_request_error"
    param: str | None = None
    code: str | None = None

    def fields(self) -> dict[str, dict[str, str | None]]:
        """Return the error as the object that goes into a body or a stream."""
        return {"error": {"message": self.message, "type": self.type, "param": self.param, "code": self.code}}

    def body(self) -> bytes:
        """Write the error as an HTTP body, laid out as the provider does."""
        return json.dumps(self.fields(), indent=4).encode() + b"\n"
