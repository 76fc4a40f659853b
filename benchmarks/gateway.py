"""How many replies a second the gateway gives on one core, beside a bare uvicorn application and aimock.

Run: .venv/bin/python benchmarks/gateway.py [--seconds N] [--only NAME] [--no-memory]
Needs Linux, wrk, and node for aimock. uvicorn and aimock are installed by uv and npm into the user's cache, once.
"""

import argparse
import asyncio
import json
import os
import platform
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from uv import find_uv_bin

from seatrial.bench.gateway.exchange import Moment, exchange
from seatrial.bench.gateway.line import Line, understudy
from seatrial.bench.gateway.server import new_event_loop, serve
from seatrial.bench.gateway.understudy.perform import Performance
from seatrial.bench.script import Script
from seatrial.bench.wire import Completion, Request, Send
from seatrial.takehomes.base import World
from seatrial.takehomes.docqa.world import make_world

CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "seatrial-benchmarks"
CONNECTIONS = 32
ROUNDS = 3
WORDS = " ".join(f"word{number:02}" for number in range(20))
QUESTION = {"model": "gpt-4", "messages": [{"role": "user", "content": "What does the plan cost in a year?"}]}
PLAIN = json.dumps(QUESTION)
STREAMED = json.dumps({**QUESTION, "stream": True})

UVICORN_APP = """
import json, pathlib
SAID = json.loads(pathlib.Path(__file__).with_name("said.json").read_text())
PLAIN, STREAMED = ([(k.encode(), v.encode()) for k, v in one["headers"]] for one in SAID)
BODY = SAID[0]["body"].encode()
EVENTS = [event.encode() for event in SAID[1]["events"]]

async def app(scope, receive, send):
    body = b""
    while True:
        part = await receive()
        body += part.get("body", b"")
        if not part.get("more_body"):
            break
    if json.loads(body).get("stream"):
        await send({"type": "http.response.start", "status": 200, "headers": STREAMED})
        for event in EVENTS:
            await send({"type": "http.response.body", "body": event, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    else:
        await send({"type": "http.response.start", "status": 200, "headers": PLAIN})
        await send({"type": "http.response.body", "body": BODY})
"""
AIMOCK_APP = """
import { LLMock } from "@copilotkit/aimock";
const mock = new LLMock({ port: Number(process.argv[2]), logLevel: "silent", chunkSize: 7, latency: 0 });
mock.onMessage(/.*/, { content: process.argv[3] });
await mock.start();
"""


@dataclass(frozen=True, slots=True)
class Rate:
    """What wrk saw."""

    per_second: float
    p50: str
    p99: str
    failed: int
    cpu_microseconds: float

    def __str__(self) -> str:
        """Say it in one line."""
        failed = f", {self.failed} FAILED" if self.failed else ""
        return f"{self.per_second:>9,.0f}/s  p50 {self.p50}, p99 {self.p99}, {self.cpu_microseconds:.1f} µs CPU{failed}"


def fixed(_body: dict[str, Any], _world: World, _script: Script, *, strike: bool) -> Performance:
    """Say twenty words, whatever is asked."""
    del strike
    return _FIXED


_FIXED = Performance(Completion(WORDS), WORDS, {}, answering=True, bitten=False, questions=())


def serve_forever(kind: str, port: int) -> None:
    """Be the server under test."""
    line = Line(make_world(1), mind=understudy if kind == "understudy" else fixed)
    sock = socket.create_server(("127.0.0.1", port), reuse_port=False)
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        runner.run(_serve(sock, line))


async def _serve(sock: socket.socket, line: Line) -> None:
    await serve(sock, line)
    line.arm(Script())
    await asyncio.get_running_loop().create_future()


def prompts(world: World) -> list[str]:
    """Return requests of about 4 KB, one for each answerable question: four chunks of documents and the question."""
    made = []
    for question in world.questions:
        fact = world.fact(question)
        if fact is None or question.kind != "answerable":
            continue
        evidence = fact.evidence[0]
        others = [document for document in world.clean if document.name != evidence.document][:4]
        pieces = [f"[{document.name}]\n{document.text[100:900]}" for document in others]
        pieces.insert(2, f"[{evidence.document}]\n{evidence.sentence}")
        context = "\n\n".join(pieces)
        system = "Answer from the context only. If it is not in the context, say that you do not know. Cite the file."
        user = f"Context:\n{context}\n\nQuestion: {question.text}"
        messages = [{"role": "system", "content": system}, {"role": "user", "content": user}]
        made.append(json.dumps({"model": "gpt-4", "messages": messages}))
    return made


def lua(bodies: list[str]) -> str:
    """Write wrk's script: POST each of these bodies in turn."""
    listed = ",\n".join(f"[==[{body}]==]" for body in bodies)
    return f"""
local bodies = {{{listed}}}
local headers = {{["content-type"] = "application/json", ["authorization"] = "Bearer any"}}
local at = 0
function request()
  at = at % #bodies + 1
  return wrk.format("POST", "/v1/chat/completions", headers, bodies[at])
end
"""


def load(port: int, bodies: list[str], seconds: int, *, server: int) -> Rate:
    """Put load on a port from the second core; `server` is the process id of who answers there."""
    options = ("-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency")
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(lua(bodies))
        script.flush()
        before = _cpu_seconds(server)
        said = subprocess.run(
            [*_pinned(1), "wrk", *options, "-s", script.name, f"http://127.0.0.1:{port}"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        spent = _cpu_seconds(server) - before
    failed = sum(map(int, re.findall(r"Non-2xx or 3xx responses: (\d+)", said)))
    failed += sum(map(int, re.findall(r"(?:connect|read|write|timeout) (\d+)", said)))
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    half, most = (re.search(rf"^ +{share}% +(\S+)$", said, re.MULTILINE) for share in (50, 99))
    replies = re.search(r"(\d+) requests in", said)
    assert rate is not None
    assert replies is not None
    each = 1e6 * spent / max(1, int(replies[1]))
    return Rate(float(rate[1]), half[1] if half else "?", most[1] if most else "?", failed, each)


def _cpu_seconds(process: int) -> float:
    """Return the CPU seconds that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _pinned(core: int) -> list[str]:
    return ["taskset", "-c", str(core % (os.cpu_count() or 1))]


@contextmanager
def running(command: list[str], port: int, cwd: Path | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server on the first core until it is no longer needed."""
    process = subprocess.Popen([*_pinned(0), *command], cwd=cwd, stdout=subprocess.DEVNULL)
    try:
        _await_port(port, process)
        yield process
    finally:
        process.kill()
        process.wait()


def _await_port(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit(f"nothing listens on port {port}: {process.args}")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as sock:
        return int(sock.getsockname()[1])


def ours(kind: str, port: int) -> list[str]:
    """Return the command that serves the gateway."""
    return [sys.executable, __file__, "--serve", kind, "--port", str(port)]


def what_we_send() -> list[dict[str, Any]]:
    """Return what the gateway answers to the plain and to the streamed request, taken apart."""
    line = Line(make_world(1), mind=fixed)
    said = []
    for body in (PLAIN, STREAMED):
        request = Request("POST", "/v1/chat/completions", {"authorization": "Bearer any"}, body.encode())
        (step,), _ = exchange(request, line, Moment(0.0, int(time.time())))
        assert isinstance(step, Send)
        head, _, rest = step.data.decode().partition("\r\n\r\n")
        headers = [line.split(": ", 1) for line in head.split("\r\n")[1:]]
        events = re.findall(r"data: .*\n\n", rest)
        kept = [pair for pair in headers if pair[0] != "transfer-encoding"]
        said.append({"headers": kept, "body": rest, "events": events})
    return said


def uvicorn_command(port: int) -> list[str]:
    """Install uvicorn once, and return the command that serves the same bytes with it."""
    home = CACHE / "uvicorn"
    python = home / "bin" / "python"
    if not python.exists():
        subprocess.run([find_uv_bin(), "venv", "-q", str(home)], check=True)
        subprocess.run(
            [find_uv_bin(), "pip", "install", "-q", "--python", str(python), "uvicorn[standard]"], check=True
        )
    (home / "same_bytes.py").write_text(UVICORN_APP)
    (home / "said.json").write_text(json.dumps(what_we_send()))
    options = [
        "--port",
        str(port),
        "--no-access-log",
        "--log-level",
        "warning",
        "--no-server-header",
        "--no-date-header",
    ]
    return [str(python), "-m", "uvicorn", "same_bytes:app", "--app-dir", str(home), *options]


def aimock_command(port: int) -> list[str] | None:
    """Install aimock once, and return the command that serves the same words with it; None without node."""
    if shutil.which("npm") is None:
        return None
    home = CACHE / "aimock"
    if not (home / "node_modules").exists():
        home.mkdir(parents=True, exist_ok=True)
        (home / "package.json").write_text('{"private": true, "type": "module"}')
        subprocess.run(["npm", "install", "--silent", "@copilotkit/aimock"], cwd=home, check=True)
    (home / "same_words.mjs").write_text(AIMOCK_APP)
    return ["node", str(home / "same_words.mjs"), str(port), WORDS]


def versions() -> str:
    """Say what was measured on what."""
    cpu = next(
        (row.split(":")[1].strip() for row in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in row),
        "?",
    )
    installed = ", ".join(f"{name} {version(name)}" for name in ("uvloop", "httptools", "msgspec"))
    found = (CACHE / "uvicorn").glob("lib/python*/site-packages/uvicorn-*.dist-info")
    theirs = [info.name.removesuffix(".dist-info").replace("-", " ") for info in found]
    package = CACHE / "aimock/node_modules/@copilotkit/aimock/package.json"
    if package.exists():
        theirs.append(f"aimock {json.loads(package.read_text())['version']}")
    return (
        f"{cpu}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {platform.platform()}\n"
        f"Python {platform.python_version()}, {installed}, {', '.join(theirs)}; "
        f"wrk -t1 -c{CONNECTIONS} on the other core"
    )


def resident_kib(pid: int) -> int:
    """Return the memory of a process."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) if found else 0


def measure_memory(seconds: int) -> None:
    """Print the gateway's memory before and after a million requests."""
    port = free_port()
    with running(ours("fixed", port), port) as process:
        load(port, [PLAIN], seconds, server=process.pid)
        before, done = resident_kib(process.pid), 0.0
        while done < 1_000_000:
            done += load(port, [PLAIN], seconds, server=process.pid).per_second * seconds
        after = resident_kib(process.pid)
    print(f"memory         {before / 1024:.1f} MiB, and {after / 1024:.1f} MiB after {done:,.0f} more requests")


def compare(name: str, body: str, seconds: int, *, target: int, least: tuple[float, float]) -> None:
    """Print the gateway's best rate and its ratio to the others' best, taken in turn: other work slows all alike."""
    rates: dict[str, Rate] = {}
    commands = {"gateway": ours("fixed", port := free_port())}
    ports = {"gateway": port}
    ports["uvicorn"] = free_port()
    commands["uvicorn"] = uvicorn_command(ports["uvicorn"])
    ports["aimock"] = free_port()
    if (aimock := aimock_command(ports["aimock"])) is not None:
        commands["aimock"] = aimock
    for server, command in [*commands.items()] * ROUNDS:
        with running(command, ports[server]) as process:
            load(ports[server], [body], 1, server=process.pid)
            rate = load(ports[server], [body], seconds, server=process.pid)
        rates[server] = max(rate, rates.get(server, rate), key=lambda one: one.per_second)
    for server, rate in rates.items():
        print(f"{name:<14} {server:<8} {rate}")
    for other, wanted in zip(("uvicorn", "aimock"), least, strict=True):
        if other in rates:
            ratio = rates["gateway"].per_second / rates[other].per_second
            by_cpu = rates[other].cpu_microseconds / rates["gateway"].cpu_microseconds
            print(f"{name:<14} {ratio:.1f} x {other}, {by_cpu:.1f} x by CPU (wanted: {wanted:g} x)")
    print(f"{name:<14} wanted: {target:,}/s")


def measure_understudy(seconds: int) -> None:
    """Print how many prompts of 4 KB the simulated model answers."""
    bodies = prompts(make_world(1))
    port = free_port()
    with running(ours("understudy", port), port) as process:
        load(port, bodies, 1, server=process.pid)
        rates = [load(port, bodies, seconds, server=process.pid) for _ in range(ROUNDS)]
    rate = max(rates, key=lambda one: one.per_second)
    size = sum(map(len, bodies)) / len(bodies) / 1024
    print(f"simulated      gateway  {rate}   ({len(bodies)} prompts of {size:.1f} KiB in turn; wanted: 3,000/s)")


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--only", choices=("plain", "streamed", "simulated", "memory"))
    parser.add_argument("--no-memory", action="store_true")
    parser.add_argument("--serve", choices=("fixed", "understudy"))
    parser.add_argument("--port", type=int, default=0)
    asked = parser.parse_args()
    if asked.serve:
        serve_forever(asked.serve, asked.port)
    if shutil.which("wrk") is None:
        raise SystemExit("wrk makes the load, and is not installed: sudo apt-get install wrk")
    if asked.only in (None, "plain"):
        compare("plain", PLAIN, asked.seconds, target=40_000, least=(1.5, 5))
    if asked.only in (None, "streamed"):
        compare("streamed", STREAMED, asked.seconds, target=12_000, least=(1.5, 2))
    if asked.only in (None, "simulated"):
        measure_understudy(asked.seconds)
    if asked.only == "memory" or (asked.only is None and not asked.no_memory):
        measure_memory(asked.seconds)
    print(versions())


if __name__ == "__main__":
    main()
