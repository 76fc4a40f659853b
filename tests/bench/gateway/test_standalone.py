"""The gateway on its own: one standing mode, a port, and words about what it understood."""

import signal
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from openai import OpenAI

from seatrial.bench.errors import SeatrialError, UnknownMode
from seatrial.bench.gateway.line import HEALTHY, CallRecord
from seatrial.bench.gateway.standalone import explained, run_gateway, standing_script, start_line
from seatrial.bench.modes import MODES
from seatrial.bench.plan import plan
from seatrial.bench.script import Obedience, Script
from seatrial.takehomes.base import World
from seatrial.takehomes.docqa.world import make_world

SERVE = """
import sys
from seatrial.bench.gateway.standalone import run_gateway
from seatrial.bench.modes import MODES
from seatrial.bench.plan import select
from seatrial.takehomes.docqa.world import make_world
run_gateway(make_world(1), port=0, modes=select(MODES, ("server-error-clears",), ()), explain=True)
"""


def test_no_mode_is_good_behaviour(world: World) -> None:
    assert standing_script(world, ()) is HEALTHY


def test_every_mode_can_stand_for_whatever_is_asked() -> None:
    world = make_world(1)
    for mode in MODES:
        script = standing_script(world, (mode,))
        case = plan(world, modes=(mode,), seed=1).cases[0].script
        obeys = Obedience.NONE if case.obeys is Obedience.NONE else Obedience.MIDDLING
        assert script == replace(case, questions=(), obeys=obeys)


def test_two_modes_at_once_are_refused(world: World) -> None:
    with pytest.raises(UnknownMode, match="one way at a time"):
        standing_script(world, MODES[:2])


def test_a_port_in_use_is_said_so(world: World) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SeatrialError, match=rf"Nothing can listen on 127\.0\.0\.1:{port}: .* --port"):
            run_gateway(world, port=port)


def test_the_start_line_says_how_to_reach_it_and_how_it_behaves() -> None:
    assert start_line(8001, Script(mode="key-revoked")).splitlines() == [
        "The simulated model listens on 127.0.0.1:8001 and behaves as in key-revoked. Ctrl-C ends it.",
        "  export OPENAI_BASE_URL=http://127.0.0.1:8001/v1",
        "  export OPENAI_API_KEY=any-key-will-do",
        "  export MODEL=gpt-4",
    ]


def test_a_call_is_explained_in_words() -> None:
    call = CallRecord(
        route="chat",
        started=0.0,
        understood={"question": "q1", "asked": "answer"},
        fault="wrong-value",
        meant="It is 5.",
        said="It is 7.",
        tokens_in=9,
        tokens_out=2,
        ended="read",
    )
    assert explained(call).splitlines() == [
        "chat 200, 9 tokens in, 2 out, read",
        "  question: q1",
        "  asked: answer",
        "  said: It is 7.",
        "  misbehaved: wrong-value; healthy: It is 5.",
    ]


def test_it_serves_until_interrupted_and_strikes_each_question_apart(tmp_path: Path) -> None:
    world = make_world(1)
    process = subprocess.Popen([sys.executable, "-c", SERVE], stdout=subprocess.PIPE, text=True, cwd=tmp_path)
    assert process.stdout is not None
    said = [process.stdout.readline() for _ in range(4)]
    address = said[1].rpartition("=")[2].strip()
    with OpenAI(base_url=address, api_key="any", timeout=20) as client:
        for question in world.questions[:2]:
            messages = [{"role": "user", "content": question.text}]
            client.chat.completions.create(model="gpt-4", messages=messages)
    process.send_signal(signal.SIGINT)
    explanation, _ = process.communicate(timeout=20)
    assert [line for line in explanation.splitlines() if line.startswith("chat")] == [
        line for line in explanation.splitlines() if line.startswith(("chat 500", "chat 200"))
    ]
    assert [line[:8] for line in explanation.splitlines() if line.startswith("chat")] == ["chat 500", "chat 200"] * 2
    assert process.returncode == 0
