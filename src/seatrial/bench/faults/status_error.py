"""The provider answers with an error of its own instead of the model's words."""

from dataclasses import dataclass
from random import Random

from seatrial.bench.framing import Headers, with_headers
from seatrial.bench.provider_error import ProviderError
from seatrial.bench.wire import Draft

AT_ONCE: Headers = (("retry-after-ms", "1"),)
_OUT_OF_REQUESTS: Headers = (("x-ratelimit-remaining-requests", "0"), ("x-ratelimit-remaining-tokens", "0"))


@dataclass(frozen=True, slots=True)
class StatusError:
    """Answer with this HTTP status and the provider's error body; `headers` are changed or added.

    It comes after `after_seconds`, as over a network: calls made at once are then under way before any of them fails.
    """

    status: int
    message: str
    type: str = "server_error"
    code: str | None = None
    param: str | None = None
    headers: Headers = AT_ONCE
    after_seconds: float = 0.0

    def spoil(self, draft: Draft, _dice: Random) -> Draft | None:
        """Return the error in place of any answer."""
        error = ProviderError(self.status, self.message, self.type, self.param, self.code)
        headers = with_headers(draft.headers, ("content-type", "application/json"), *self.headers)
        return Draft(self.status, headers, error.body(), after_seconds=self.after_seconds)


RATE_LIMITED = StatusError(
    429,
    "Rate limit reached for gpt-4 in organization org-seatrial on requests per min (RPM): Limit 500, Used 500, "
    "Requested 1. Please try again in 1ms. Visit https://platform.openai.com/account/rate-limits to learn more.",
    type="requests",
    code="rate_limit_exceeded",
    headers=(*AT_ONCE, *_OUT_OF_REQUESTS),
)
RATE_LIMITED_FOR_AN_HOUR = StatusError(
    429,
    "Rate limit reached for gpt-4 in organization org-seatrial on requests per day (RPD): Limit 10000, Used 10000, "
    "Requested 1. Please try again in 1h0m0s. Visit https://platform.openai.com/account/rate-limits to learn more.",
    type="requests",
    code="rate_limit_exceeded",
    headers=(("retry-after", "3600"), *_OUT_OF_REQUESTS, ("x-ratelimit-reset-requests", "1h0m0s")),
)
OUT_OF_QUOTA = StatusError(
    429,
    "You exceeded your current quota, please check your plan and billing details. For more information on this error, "
    "read the docs: https://platform.openai.com/docs/guides/error-codes/api-errors.",
    type="insufficient_quota",
    code="insufficient_quota",
    headers=(),
    after_seconds=0.15,
)
SERVER_ERROR = StatusError(
    500,
    "The server had an error while processing your request. Sorry about that! You can retry your request, or contact "
    "us through our help center at help.openai.com if the error persists.",
)
OVERLOADED = StatusError(
    503,
    "That model is currently overloaded with other requests. You can retry your request, or contact us through our "
    "help center at help.openai.com if the error persists.",
    type="overloaded_error",
    code="overloaded",
)
SITE_OVERLOADED = StatusError(529, "Overloaded", type="overloaded_error", code="overloaded")
KEY_REVOKED = StatusError(
    401,
    "Incorrect API key provided: sk-*****. You can find your API key at https://platform.openai.com/account/api-keys.",
    type="invalid_request_error",
    code="invalid_api_key",
    headers=(),
    after_seconds=0.15,
)
