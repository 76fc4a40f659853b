"""One question to the model: streamed, within the time that is left, tried again only where that can help."""

import email.utils
import time
from dataclasses import dataclass

import openai

from guards import GUARDS

SECONDS_PER_QUESTION = 7.0
CALLS_PER_QUESTION = 9
ATTEMPTS = 3
SILENCE_SECONDS = 2.5
LEAST_SECONDS = 0.8  # with less time than this left, another attempt is not worth its start
BACKOFF_SECONDS = (0.15, 0.5)

# Asking again cannot mend these; each would only cost money or lock the account.
_FINAL_STATUS = {400, 401, 402, 403, 404, 413, 422}
_FINAL_CODES = {"insufficient_quota", "billing_hard_limit_reached", "invalid_api_key", "account_deactivated"}


class ModelUnavailable(Exception):
    """No whole reply could be had; the words are fit for the person who asked."""


class Unusable(Exception):
    """A reply came and cannot be used. The words tell the model why; they never repeat what it said."""


class CutOff(Exception):
    """The stream ended without saying that the reply is complete."""


class Budget:
    """What one question may cost, all its parts and attempts together."""

    def __init__(self) -> None:
        self._ends_at = time.monotonic() + SECONDS_PER_QUESTION
        self._calls_left = CALLS_PER_QUESTION

    def seconds_left(self) -> float:
        """Return the seconds left, 0 when the time is over; endless without the guard."""
        return max(0.0, self._ends_at - time.monotonic()) if GUARDS.time_budget else float("inf")

    def take_call(self) -> None:
        """Book one call; ModelUnavailable when time or calls are used up."""
        self._calls_left -= 1
        if self._calls_left < 0 or self.seconds_left() < LEAST_SECONDS:
            raise ModelUnavailable("The language model did not give a usable reply in time.")


@dataclass(frozen=True)
class Trouble:
    """What went wrong in one attempt, and whether waiting may help."""

    words: str
    passes: bool
    wait_seconds: float | None = None


class Model:
    """The model endpoint. Safe to share between threads: nothing of a question is kept here."""

    def __init__(self, client: openai.OpenAI, name: str) -> None:
        self._client = client.with_options(max_retries=0)  # retries are decided here, where the time left is known
        self._name = name

    def reply(self, messages: list[dict[str, str]], budget: Budget) -> str:
        """Return the whole text of one reply; ModelUnavailable or Unusable say why there is none."""
        for attempt in range(ATTEMPTS):
            budget.take_call()
            try:
                return self._attempt(messages, budget)
            except (openai.OpenAIError, CutOff, ValueError, AttributeError, TypeError) as error:
                trouble = classify(error)
                wait = _wait_seconds(trouble, attempt)
                enough = budget.seconds_left() - wait >= LEAST_SECONDS
                if not trouble.passes or not GUARDS.retries or attempt == ATTEMPTS - 1 or not enough:
                    raise ModelUnavailable(trouble.words) from error
            time.sleep(wait)
        raise AssertionError("the last attempt returns or raises")

    def _attempt(self, messages: list[dict[str, str]], budget: Budget) -> str:
        silence = min(SILENCE_SECONDS, budget.seconds_left())
        text, refusal, finish = "", "", None
        with self._client.chat.completions.create(
            model=self._name,
            messages=messages,
            temperature=0,
            max_tokens=600,
            stream=True,
            timeout=silence if GUARDS.time_budget else openai.NOT_GIVEN,
        ) as stream:
            for chunk in stream:
                if not budget.seconds_left():
                    raise ModelUnavailable("The language model was too slow.")
                for choice in chunk.choices[:1]:
                    text += choice.delta.content or ""
                    refusal += choice.delta.refusal or ""
                    finish = choice.finish_reason or finish
        if GUARDS.whole_reply:
            if finish is None:
                raise CutOff("the stream ended early")
            if refusal:
                raise Unusable("you refused to answer")
            if finish in ("length", "content_filter"):
                raise Unusable("it was cut off; be brief")
        return text


def classify(error: Exception) -> Trouble:
    """Say what an error means for the next attempt."""
    if isinstance(error, openai.APITimeoutError):
        return Trouble("The language model did not reply in time.", passes=True)
    if isinstance(error, openai.APIConnectionError | CutOff | ValueError | AttributeError | TypeError):
        return Trouble("The connection to the language model failed.", passes=True)
    code = str(getattr(error, "code", "") or "")
    status = getattr(error, "status_code", None)
    final = status in _FINAL_STATUS or code in _FINAL_CODES
    words = f"The language model cannot be used at the moment ({code or status or 'error'})."
    return Trouble(words, passes=not (final and GUARDS.error_kinds), wait_seconds=_asked_to_wait(error))


def _wait_seconds(trouble: Trouble, attempt: int) -> float:
    return BACKOFF_SECONDS[min(attempt, 1)] if trouble.wait_seconds is None else trouble.wait_seconds


def _asked_to_wait(error: Exception) -> float | None:
    """Return the seconds that the provider asks to wait, however it says so."""
    response = getattr(error, "response", None)
    if response is None:
        return None
    try:
        if milliseconds := response.headers.get("retry-after-ms"):
            return max(0.0, float(milliseconds) / 1000)
        if seconds := response.headers.get("retry-after"):
            return max(0.0, float(seconds))
    except ValueError:
        moment = email.utils.parsedate_tz(response.headers.get("retry-after", ""))
        return max(0.0, email.utils.mktime_tz(moment) - time.time()) if moment else None
    return None
