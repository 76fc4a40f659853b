"""What one question costs the submission: calls, tokens, seconds, and how often it asked the same thing again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from seatrial.bench.observation import Answered, Asked, ModelCall, NoAnswer, Observation
from seatrial.bench.report.report import ScaleNumbers, Spread


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of one question."""

    calls: int
    tokens_in: int
    tokens_out: int
    seconds: float
    retries: int
    prompt_tokens: tuple[int, ...]


def numbers(observations: Iterable[Observation]) -> ScaleNumbers | None:
    """Return how costs are spread over the questions of these cases; None when there was none."""
    costs = [cost for seen in observations for cost in costs_of(seen)]
    if not costs:
        return None
    prompts = [tokens for cost in costs for tokens in cost.prompt_tokens]
    return ScaleNumbers(
        questions=len(costs),
        calls=_spread([cost.calls for cost in costs]),
        tokens_in=_spread([cost.tokens_in for cost in costs]),
        tokens_out=_spread([cost.tokens_out for cost in costs]),
        seconds=_spread([cost.seconds for cost in costs]),
        retries=sum(cost.retries for cost in costs),
        retries_each=_spread([cost.retries for cost in costs]),
        prompt_tokens=_spread(prompts) if prompts else None,
    )


def costs_of(seen: Observation) -> list[Cost]:
    """Return the cost of every question of a case; a call that belongs to none counts for the first."""
    asked = [event for event in seen.events if isinstance(event, Asked)]
    first = asked[0].input if asked else None
    calls = [event for event in seen.events if isinstance(event, ModelCall)]
    return [
        _cost(one, [call for call in calls if (first if call.input is None else call.input) == one.input], seen)
        for one in asked
    ]


def is_retry(call: ModelCall, before: Sequence[ModelCall]) -> bool:
    """Tell whether a call repeats an earlier one: the same prompt, or none to compare and the earlier one failed."""
    same = [one for one in before if one.route == call.route and one.prompt == call.prompt]
    return bool(same) and (bool(call.prompt) or same[-1].status >= 400 or same[-1].fault is not None)


def seconds_of(seen: Observation) -> float:
    """Return the seconds from the first question to the last answer (or to the last thing seen)."""
    start = min((event.at for event in seen.events if isinstance(event, Asked)), default=0.0)
    came = [event.at for event in seen.events if isinstance(event, Answered | NoAnswer)]
    return max(0.0, max(came or [event.at for event in seen.events] or [start]) - start)


def _cost(asked: Asked, calls: Sequence[ModelCall], seen: Observation) -> Cost:
    came = [e.at for e in seen.events if isinstance(e, Answered | NoAnswer) and e.input == asked.input]
    return Cost(
        calls=len(calls),
        tokens_in=sum(call.tokens_in for call in calls),
        tokens_out=sum(call.tokens_out for call in calls),
        seconds=max(0.0, came[-1] - asked.at) if came else 0.0,
        retries=sum(is_retry(call, calls[:place]) for place, call in enumerate(calls)),
        prompt_tokens=tuple(call.tokens_in for call in calls if call.route != "embeddings"),
    )


def _spread(values: Sequence[float]) -> Spread:
    p95 = quantiles(values, n=20, method="inclusive")[-1] if len(values) > 1 else values[0]
    return Spread(median=median(values), p95=p95, largest=max(values))
