"""Resilient access to the model.

Our own deadline is 10 s per request, so:

* every attempt has its own timeouts (connect 1 s, read 2 s);
* at most 4 attempts, and none is started that could not end within 8 s;
* 408, 409, 429, every 5xx, timeouts and broken connections are retried, with full-jitter exponential backoff or as long as
  the provider asks for in `retry-after-ms` / `retry-after`;
* an exhausted quota, a bad key or a bad request is not: waiting does not mend it.

The SDK's own retries are off; two layers of retries multiply.
"""

import logging
import os
import time
from email.utils import parsedate_to_datetime

import httpx
from openai import APIConnectionError, APIError, APIStatusError, OpenAI
from tenacity import RetryCallState, Retrying, before_sleep_log, retry_if_exception, stop_after_attempt
from tenacity import wait_random_exponential

log = logging.getLogger(__name__)

DEADLINE_SECONDS = 8.0
ATTEMPT_SECONDS = 2.0
MAX_ATTEMPTS = 4
RETRYABLE_STATUS = {408, 409, 429}
PERMANENT_CODES = {"insufficient_quota", "billing_hard_limit_reached"}

client = OpenAI(timeout=httpx.Timeout(ATTEMPT_SECONDS, connect=1.0), max_retries=0)


class LLMUnavailable(Exception):
    """The model could not be reached within the time we have, or must not be asked again."""


def is_retryable(exc: BaseException) -> bool:
    if isinstance(exc, APIStatusError):
        if exc.code in PERMANENT_CODES:
            return False
        return exc.status_code in RETRYABLE_STATUS or exc.status_code >= 500
    return isinstance(exc, (APIConnectionError, httpx.TransportError))


def retry_after(exc: BaseException) -> float | None:
    if not isinstance(exc, APIStatusError):
        return None
    headers = exc.response.headers
    try:
        if "retry-after-ms" in headers:
            return float(headers["retry-after-ms"]) / 1000
        if "retry-after" in headers:
            return float(headers["retry-after"])
    except ValueError:
        try:
            return parsedate_to_datetime(headers["retry-after"]).timestamp() - time.time()
        except ValueError:
            pass
    return None


_backoff = wait_random_exponential(multiplier=0.2, max=1.5)


def wait(state: RetryCallState) -> float:
    asked = retry_after(state.outcome.exception())
    return max(0.0, asked) if asked is not None else _backoff(state)


def out_of_time(state: RetryCallState) -> bool:
    return state.seconds_since_start + state.upcoming_sleep + ATTEMPT_SECONDS > DEADLINE_SECONDS


def complete(messages: list[dict]) -> str:
    """Return the model's reply; LLMUnavailable when there is none to be had in time."""
    attempts = Retrying(
        retry=retry_if_exception(is_retryable),
        wait=wait,
        stop=stop_after_attempt(MAX_ATTEMPTS) | out_of_time,
        before_sleep=before_sleep_log(log, logging.WARNING),
        reraise=True,
    )
    try:
        for attempt in attempts:
            with attempt:
                response = client.chat.completions.create(model=os.environ["MODEL"], messages=messages, temperature=0)
        return response.choices[0].message.content
    except (APIError, httpx.TransportError) as exc:
        raise LLMUnavailable(type(exc).__name__) from exc
