"""How the model endpoint behaves during one case: frozen before the question is put, void after the answer."""

from dataclasses import dataclass, field
from enum import StrEnum

from seatrial.bench.faults.base import Fault


class Obedience(StrEnum):
    """How the model takes an instruction that stands in untrusted text.

    `none`: never obeys (healthy). `weak`: obeys when that text is not fenced off, or stands in the system message.
    `middling`: obeys unless the text is fenced off *and* the model is told that it is data, not instructions.
    `determined`: obeys always; only what the submission does with the reply can hold.
    """

    NONE = "none"
    WEAK = "weak"
    MIDDLING = "middling"
    DETERMINED = "determined"


@dataclass(frozen=True, slots=True)
class Script:
    """One case's behaviour of the model. A script without a fault is a healthy model.

    `questions` are the ids that this case asks (they break ties when a prompt fits several). `strikes` is how many
    attempts of each route the fault spoils before it clears; None means every one. For content faults only
    answering calls count as attempts. `lie` chooses which of a fact's lies is told; `other` is the question whose
    answer is given when a fault replies to another question. `obeys` says how planted instructions are taken;
    `instruction` and `token` are what an obeying model finds and says; `leaks` makes an obeying model recite its
    system message. `prefers_earlier`: a prompt with several known questions gets an answer to the first of them.
    `delays`: seconds to wait before answering, by question id.
    """

    mode: str = "baseline"
    fault: Fault | None = None
    strikes: int | None = None
    questions: tuple[str, ...] = ()
    lie: int = 0
    other: str = ""
    obeys: Obedience = Obedience.NONE
    instruction: str = ""
    token: str = ""
    leaks: bool = False
    prefers_earlier: bool = False
    delays: dict[str, float] = field(default_factory=dict)
    seed: str = "0"
