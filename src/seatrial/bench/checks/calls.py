"""What the submission did with the model in a case: whether the fault reached it, how often it asked, how it ended."""

from collections import Counter
from collections.abc import Iterable
from math import inf

from seatrial.bench.observation import Answered, ModelCall, NoAnswer, Observation

MOST_CALLS = 25
_CHAT = ("chat", "completion", "message", "response")


def model_calls(seen: Observation) -> tuple[ModelCall, ...]:
    """Return this case's calls to the model endpoint, in order; a late one belongs to an earlier case."""
    return tuple(event for event in seen.events if isinstance(event, ModelCall) and not event.late)


def chats(seen: Observation, number: int | None = None) -> tuple[ModelCall, ...]:
    """Return the calls that ask the model to say something, of one input or of all."""
    return tuple(
        call
        for call in model_calls(seen)
        if any(word in call.route for word in _CHAT) and (number is None or call.input == number)
    )


def unexercised(seen: Observation) -> tuple[str, tuple[int, ...]] | None:
    """Say why this case proves nothing about its mode, with the events that show it; None when it was exercised."""
    calls, talked = model_calls(seen), chats(seen)
    if any(event.reason == "not_ready" for event in seen.events if isinstance(event, NoAnswer)):
        return "The submission was not ready when its turn came, so nothing was put to it", ()
    if seen.needs_fault and not any(call.fault for call in calls):
        if not calls:
            return "The submission never called the model, so the fault could not reach it", ()
        told = any(call.answering for call in talked)
        how = "what was asked of it left the fault nothing to spoil" if told else "was never asked for an answer"
        return f"The model was called {_times(len(calls))} but {how}, so the fault was not delivered", _numbers(calls)
    lost = [call for call in talked if call.understood is None and not call.fault and call.status < 400]
    followed = any(call.answering and (call.understood is not None or call.fault) for call in talked)
    if lost and not followed and not seen.may_refuse_input:  # there the submission may cut the question away itself
        return "The simulated model could not follow the submission's prompt", _numbers(lost)
    return None


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _numbers(calls: Iterable[ModelCall]) -> tuple[int, ...]:
    return tuple(call.n for call in calls)


def proof(seen: Observation, number: int) -> tuple[int, ...]:
    """Return the events that tell what one input met: the faulted calls, else the answering ones."""
    mine = [call for call in model_calls(seen) if call.input in {number, None}]
    return _numbers([call for call in mine if call.fault] or [call for call in mine if call.answering])[:8]


def runaway(seen: Observation, number: int) -> tuple[ModelCall, ...]:
    """Return the calls for one input when there are more than anyone needs, else nothing."""
    mine = chats(seen, number)
    return mine if len(mine) > MOST_CALLS else ()


def came_back(seen: Observation, number: int) -> Answered | NoAnswer | None:
    """Return how one input ended; an instance that died on an earlier one takes the later ones with it."""
    ends = [event for event in seen.events if isinstance(event, Answered | NoAnswer)]
    mine = [event for event in ends if event.input == number]
    fallen = [event for event in ends if isinstance(event, NoAnswer)]
    return mine[-1] if mine else fallen[-1] if fallen else None


def wasted(seen: Observation, most_calls: int | None) -> int:
    """Return how often it asked a model that must not be asked again; 0 when within the bound.

    What was under way already when the first error came back was not asked again.
    """
    if most_calls is None:
        return 0
    told = dict[tuple[int | None, str], float]()
    again, asked = Counter[tuple[int | None, str]](), Counter[tuple[int | None, str]]()
    for call in sorted((call for call in model_calls(seen) if call.fault), key=lambda call: call.at):
        what = (call.input, call.route)
        asked[what] += 1
        told[what] = min(told.get(what, inf), call.at + call.seconds)
        again[what] += call.at >= told[what] and asked[what] > 1
    return max((asked[what] for what, count in again.items() if count >= most_calls), default=0)
