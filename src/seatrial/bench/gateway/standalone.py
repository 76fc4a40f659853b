"""The unreliable model alone, on a port of this machine: for local work and for anyone's CI."""

import asyncio
import contextlib
import socket
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace

from seatrial.bench.errors import SeatrialError, UnknownMode
from seatrial.bench.gateway.line import HEALTHY, CallRecord, Line
from seatrial.bench.gateway.server import new_event_loop, serve
from seatrial.bench.modes.base import Mode
from seatrial.bench.plan import plan
from seatrial.bench.script import Obedience, Script
from seatrial.takehomes.base import World

Say = Callable[[str], None]


def run_gateway(
    world: World, *, port: int, modes: Sequence[Mode] = (), explain: bool = False, say: Say | None = None
) -> None:
    """Serve until interrupted, misbehaving in one mode for good; attempts are counted for each question apart."""
    script = standing_script(world, modes)
    tell = say or _to_stdout
    line = Line(world, per_question=True, watch=(lambda record: tell(explained(record))) if explain else None)
    sock = _listening(port)
    with contextlib.suppress(KeyboardInterrupt), asyncio.Runner(loop_factory=new_event_loop) as runner:
        runner.run(_serve(sock, line, script, tell))


def standing_script(world: World, modes: Sequence[Mode]) -> Script:
    """Return the script of a mode for whatever is asked, not only for the questions of one case."""
    if not modes:
        return HEALTHY
    if len(modes) > 1:
        named = ", ".join(mode.slug for mode in modes)
        raise UnknownMode(f"The gateway misbehaves in one way at a time, and {named} were asked for: name one of them.")
    (mode,) = modes
    cases = plan(world, modes=modes, seed=world.seed).cases
    script = cases[0].script if cases else Script(mode=mode.slug, fault=mode.fault, strikes=mode.strikes)
    obeys = script.obeys if script.obeys is Obedience.NONE else Obedience.MIDDLING
    return replace(script, questions=(), obeys=obeys)


def explained(record: CallRecord) -> str:
    """Say in plain words what was recognised in a call and what became of it."""
    lines = [f"{record.route} {record.status}, {record.tokens_in} tokens in, {record.tokens_out} out, {record.ended}"]
    if record.understood is None:
        lines.append("  this was asked for an answer, but holds no question that the model knows")
    lines += [f"  {step}: {what}" for step, what in (record.understood or {}).items()]
    if record.said:
        lines.append(f"  said: {record.said}")
    if record.fault is not None:
        lines.append(f"  misbehaved: {record.fault}" + (f"; healthy: {record.meant}" if record.meant else ""))
    return "\n".join(lines)


def start_line(port: int, script: Script) -> str:
    """Say where the gateway listens, how it behaves and how to reach it."""
    behaves = "well" if script is HEALTHY else f"as in {script.mode}"
    return "\n".join(
        (
            f"The simulated model listens on 127.0.0.1:{port} and behaves {behaves}. Ctrl-C ends it.",
            f"  export OPENAI_BASE_URL=http://127.0.0.1:{port}/v1",
            "  export OPENAI_API_KEY=any-key-will-do",
            "  export MODEL=gpt-4",
        )
    )


def _listening(port: int) -> socket.socket:
    sock = socket.socket()
    try:
        if sys.platform != "win32":
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        sock.bind(("127.0.0.1", port))
    except OSError as error:
        sock.close()
        raise SeatrialError(
            f"Nothing can listen on 127.0.0.1:{port}: {error.strerror}. Choose another with --port, or 0 for any."
        ) from error
    return sock


async def _serve(sock: socket.socket, line: Line, script: Script, tell: Say) -> None:
    server = await serve(sock, line)
    line.arm(script)
    tell(start_line(sock.getsockname()[1], script))
    try:
        await asyncio.get_running_loop().create_future()
    finally:
        server.close()


def _to_stdout(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
