import asyncio
import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import textwrap
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from seatrial.bench.errors import BenchBroke, NoSafeSandbox, SandboxDied
from seatrial.bench.sandbox.base import Box, BoxSpec, Limits, Sandbox
from seatrial.bench.sandbox.bubblewrap import Bubblewrap, find_sandbox
from seatrial.bench.sandbox.meter import processes

pytestmark = pytest.mark.sandbox

Start = Callable[..., Awaitable[Box]]
EndOf = Callable[[Box], Awaitable[int | None]]
Until = Callable[[Callable[[], object]], Awaitable[None]]
WAITS = ("/bin/sh", "-c", "kill -STOP $$")
PYTHON = "/usr/bin/python3"
PORT = 8001


def launcher_of(box: Box) -> int:
    return box._launcher.pid  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("script", "status"),
    [("exit 0", 0), ("exit 3", 3), ("kill -9 $$", -9), ("kill -TERM $$", -15), ("exit 255", 255)],
)
async def test_a_command_ends_with_its_own_status(start: Start, end_of: EndOf, script: str, status: int) -> None:
    box = await start("/bin/sh", "-c", script)
    assert (await end_of(box), box.alive()) == (status, True)


async def test_a_command_that_does_not_exist_ends_with_127_and_says_so(start: Start, end_of: EndOf) -> None:
    box = await start("no-such-program")
    assert (await end_of(box), box.alive()) == (127, True)
    assert box.output() == b"bwrap: execvp no-such-program: No such file or directory\n"


async def test_threads_that_want_a_processor_are_seen_to_wait_for_it(start: Start, until: Until) -> None:
    burning = "import os\nfor _ in range(3): os.fork()\nwhile True: pass"
    box = await start(PYTHON, "-c", burning)
    await until(lambda: sum(seconds > 0.05 for seconds in box.waits().values()) >= 2)
    await box.kill()
    assert box.waits() == {}


async def test_a_running_command_has_no_status(start: Start) -> None:
    box = await start(*WAITS)
    assert (box.exit_status(), box.alive(), box.output()) == (None, True, b"")


async def test_very_short_commands_never_look_like_a_dead_sandbox(start: Start, end_of: EndOf) -> None:
    boxes = await asyncio.gather(*(start("/bin/sh", "-c", f"echo {number}; exit {number}") for number in range(20)))
    seen = [(await end_of(box), box.output(), box.alive()) for box in boxes]
    assert seen == [(number, b"%d\n" % number, True) for number in range(20)]


async def test_its_listening_sockets_are_handed_out_in_order(start: Start) -> None:
    box = await start(
        "/bin/bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8002; echo hello >&3; read x <&3", ports=(8001, 8002)
    )
    loop = asyncio.get_running_loop()
    called, _ = await loop.sock_accept(box.listeners[1])
    with called:
        assert await loop.sock_recv(called, 100) == b"hello\n"
    assert [one.getsockname() for one in box.listeners] == [("127.0.0.1", 8001), ("127.0.0.1", 8002)]


async def test_connect_reaches_a_port_inside(start: Start, until: Until) -> None:
    listen = "import socket; s = socket.create_server(('127.0.0.1', 8000)); print('up', flush=True)"
    serve = f"{listen}; s.accept()[0].sendall(b'hi')"
    box = await start(PYTHON, "-c", serve)
    await until(box.output)
    with await box.connect(8000) as caller:
        assert await asyncio.get_running_loop().sock_recv(caller, 100) == b"hi"


async def test_connect_is_refused_where_nothing_listens_and_goes_on_after_the_commands_end(
    start: Start, end_of: EndOf
) -> None:
    box = await start("/bin/true")
    with pytest.raises(ConnectionRefusedError):
        await box.connect(8000)
    await end_of(box)
    with pytest.raises(ConnectionRefusedError):
        await box.connect(8000)


async def test_a_connect_that_is_cancelled_spoils_no_other(start: Start) -> None:
    box = await start(*WAITS, ports=(PORT,))
    abandoned = asyncio.ensure_future(box.connect(9))
    await asyncio.sleep(0)
    abandoned.cancel()
    with await box.connect(PORT) as caller:
        assert caller.getpeername() == ("127.0.0.1", PORT)


async def test_only_the_tail_of_the_output_is_kept(start: Start, end_of: EndOf) -> None:
    box = await start("/bin/sh", "-c", "seq 100000; echo done >&2", limits=Limits(output_bytes=20))
    assert await end_of(box) == 0
    assert box.output() == b"8\n99999\n100000\ndone\n"


async def test_a_flood_of_output_stays_in_bounds_while_it_runs(start: Start, end_of: EndOf) -> None:
    box = await start("/bin/sh", "-c", "yes | head -c 100000000; echo the end", limits=Limits(output_bytes=1000))
    assert await end_of(box) == 0
    assert (len(box.output()), box.output()[-10:]) == (1000, b"y\nthe end\n")


async def test_cpu_seconds_count_finished_children_and_stay_after_the_end(start: Start, end_of: EndOf) -> None:
    burn = "import os, time\nif os.fork() == 0:\n while time.process_time() < 0.3: pass\n os._exit(0)\nos.wait()\n"
    box = await start(PYTHON, "-I", "-S", "-c", burn)
    assert await end_of(box) == 0
    used = box.cpu_seconds()
    await box.kill()
    assert 0.25 <= used < 1.0
    assert box.cpu_seconds() == used


async def test_cpu_seconds_are_seen_while_it_runs(start: Start, until: Until) -> None:
    burn = (
        "import os, time\nwhile time.process_time() < 0.3: pass\nprint('burnt', flush=True)\nos.kill(os.getpid(), 19)"
    )
    box = await start(PYTHON, "-I", "-S", "-c", burn)
    await until(box.output)
    assert 0.25 <= box.cpu_seconds() < 1.0


async def test_too_much_memory_ends_the_command_but_not_the_sandbox(start: Start, end_of: EndOf) -> None:
    grab = "kept = [bytearray(b'x' * (1 << 20)) for _ in range(1000)]; input()"
    box = await start(PYTHON, "-I", "-S", "-c", grab, limits=Limits(memory_bytes=100 << 20))
    assert (await end_of(box), box.alive()) == (-9, True)
    assert box.output() == b"\n[seatrial] stopped: it used more than 100 MB of memory\n"


async def test_memory_that_processes_share_counts_once(start: Start, end_of: EndOf) -> None:
    share = textwrap.dedent("""
        import os, time
        kept = b'x' * (40 << 20)
        children = []
        for _ in range(8):
            if (child := os.fork()) == 0:
                len(kept.strip(b'y')); time.sleep(0.5); os._exit(0)
            children.append(child)
        for child in children: os.waitpid(child, 0)
    """)
    box = await start(PYTHON, "-I", "-S", "-c", share, limits=Limits(memory_bytes=160 << 20))
    assert await end_of(box) == 0


async def test_kill_leaves_nothing_and_can_be_called_twice(start: Start, until: Until) -> None:
    box = await start(
        "/bin/sh", "-c", "(setsid sh -c 'setsid sleep 1000 & sleep 1000' &) ; kill -STOP $$", ports=(PORT,)
    )
    inside = box._proc  # type: ignore[attr-defined]
    launcher = launcher_of(box)
    await until(lambda: processes(inside) >= 5)
    left = processes_below(launcher)
    await asyncio.gather(box.kill(), box.kill())
    await box.kill()
    assert len(left) >= 5
    assert running(left) == []
    assert (box.alive(), [one.fileno() for one in box.listeners]) == (False, [-1])


async def test_kill_returns_though_the_command_ignores_every_signal(start: Start, until: Until) -> None:
    deaf = "import signal\nfor n in (1, 2, 3, 15): signal.signal(n, signal.SIG_IGN)\n"
    stubborn = f"{deaf}print(1, flush=True)\nwhile True: pass"
    box = await start(PYTHON, "-I", "-S", "-c", stubborn)
    await until(box.output)
    await box.kill()
    assert box.alive() is False


async def test_a_sandbox_that_is_killed_from_outside_is_not_alive(start: Start, until: Until) -> None:
    box = await start(*WAITS)
    below = processes_below(launcher_of(box))
    os.kill(launcher_of(box), signal.SIGKILL)
    await until(lambda: not box.alive())
    with pytest.raises(SandboxDied):
        await box.connect(PORT)
    await box.kill()
    assert running(below) == []


async def test_a_bwrap_that_is_killed_from_outside_is_no_end_of_the_command(start: Start, until: Until) -> None:
    box = await start(*WAITS)
    os.kill(children_of(launcher_of(box))[0], signal.SIGKILL)
    await until(lambda: not box.alive())
    with pytest.raises(SandboxDied, match="bwrap ended with -9"):
        await box.connect(PORT)


async def test_nothing_stays_when_the_bench_is_killed(until: Until) -> None:
    script = textwrap.dedent("""
        import asyncio, os
        from seatrial.bench.sandbox.base import BoxSpec
        from seatrial.bench.sandbox.bubblewrap import find_sandbox

        async def main():
            command = ("/bin/sh", "-c", "setsid sleep 1000 & sleep 1000")
            box = await find_sandbox().start(BoxSpec(command, {"PATH": "/bin"}))
            print(box._launcher.pid, flush=True)
            await asyncio.sleep(1000)

        asyncio.run(main())
    """)
    bench = subprocess.Popen(  # noqa: ASYNC220  -- nothing else runs on this loop
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True
    )
    assert bench.stdout is not None
    launcher = int(bench.stdout.readline())
    await until(lambda: len(processes_below(launcher)) >= 4)
    below = [launcher, *processes_below(launcher)]
    bench.kill()
    bench.wait()
    bench.stdout.close()
    await until(lambda: not running(below))


async def test_many_boxes_run_side_by_side(start: Start) -> None:
    boxes = await asyncio.gather(*(start(*WAITS, ports=(PORT,)) for _ in range(20)))
    for box in boxes:
        with await box.connect(PORT) as caller:
            assert caller.getpeername() == ("127.0.0.1", PORT)
    assert [box.exit_status() for box in boxes] == [None] * 20


async def test_the_event_loop_is_not_held_up_by_starting_and_killing(start: Start) -> None:
    worst = 0.0
    loop = asyncio.get_running_loop()

    async def watch() -> None:
        nonlocal worst
        while True:
            began = loop.time()
            await asyncio.sleep(0.001)
            worst = max(worst, loop.time() - began)

    watching = asyncio.ensure_future(watch())
    for box in [await start(*WAITS) for _ in range(5)]:
        await box.kill()
    watching.cancel()
    assert worst < 0.5


async def test_what_is_mounted_is_read_only_and_the_host_paths_are_not_in_its_arguments(
    sandbox: Sandbox, end_of: EndOf, open_folder: Path
) -> None:
    (open_folder / "file").write_text("handed in")
    (open_folder / "file").chmod(0o666)
    open_folder.chmod(0o777)  # noqa: ASYNC240  -- as above
    command = ("/bin/sh", "-c", "cat file; touch file new; cat /proc/1/cmdline")
    box = await sandbox.start(
        BoxSpec(command, {"PATH": "/bin"}, mounts=((open_folder, "/submission"),), cwd="/submission")
    )
    status = await end_of(box)
    said = box.output().decode()
    await box.kill()
    assert status == 0
    assert said.splitlines()[0].startswith("handed in")
    assert said.count("Read-only file system") == 2
    assert str(open_folder) not in said


async def test_a_mount_that_is_missing_is_named(sandbox: Sandbox, open_folder: Path) -> None:
    missing = open_folder / "missing"
    with pytest.raises(BenchBroke, match=re.escape(f"{missing} cannot be mounted in a sandbox: it does not exist.")):
        await sandbox.start(BoxSpec(("/bin/true",), {}, mounts=((missing, "/submission"),)))


async def test_a_working_folder_that_is_missing_is_a_dead_sandbox(sandbox: Sandbox, until: Until) -> None:
    with pytest.raises((NoSafeSandbox, SandboxDied), match="bwrap: Can't chdir to /nowhere"):
        await start_and_connect(sandbox, BoxSpec(("/bin/true",), {}, cwd="/nowhere"), until)


async def test_a_bwrap_that_does_not_work_is_no_safe_sandbox() -> None:
    with pytest.raises(NoSafeSandbox, match="This machine does not let Seatrial make a sandbox"):
        await Bubblewrap("/bin/false").start(BoxSpec(("/bin/true",), {}))


async def test_a_nul_byte_that_would_cut_the_options_short_is_refused(sandbox: Sandbox) -> None:
    with pytest.raises(BenchBroke, match="NUL byte"):
        await sandbox.start(BoxSpec(("/bin/true",), {"NAME": "a\0--dev-bind"}))


async def test_a_cancelled_start_leaves_nothing(sandbox: Sandbox) -> None:
    before = set(children_of(os.getpid()))
    starting = asyncio.ensure_future(sandbox.start(BoxSpec(WAITS, {})))
    await asyncio.sleep(0)
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    assert set(children_of(os.getpid())) == before


async def test_the_control_socket_carries_every_fd_of_a_box_with_many_ports(start: Start) -> None:
    ports = tuple(range(8001, 8021))
    box = await start(*WAITS, ports=ports)
    assert [one.getsockname()[1] for one in box.listeners] == list(ports)
    assert all(one.getblocking() is False for one in box.listeners)
    assert all(one.family is socket.AF_INET for one in box.listeners)


@pytest.mark.parametrize(
    ("kind", "words"),
    [("container", "There is no sandbox called 'container'"), ("none", "There is no sandbox called 'none'")],
)
def test_an_unknown_kind_is_refused(kind: str, words: str) -> None:
    with pytest.raises(NoSafeSandbox, match=words):
        find_sandbox(kind)


def test_without_bubblewrap_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(NoSafeSandbox, match="sudo apt-get install bubblewrap"):
        find_sandbox()


def test_an_old_bubblewrap_is_refused(monkeypatch: pytest.MonkeyPatch, open_folder: Path) -> None:
    old = open_folder / "bwrap"
    old.write_text("#!/bin/sh\necho bubblewrap 0.6.1\n")
    old.chmod(0o755)
    monkeypatch.setenv("PATH", str(open_folder))
    with pytest.raises(NoSafeSandbox, match=re.escape("is version 0.6.1; Seatrial needs 0.8.0 or newer")):
        find_sandbox()


async def start_and_connect(sandbox: Sandbox, spec: BoxSpec, until: Until) -> None:
    box = await sandbox.start(spec)
    try:
        await until(lambda: not box.alive())
        await box.connect(PORT)
    finally:
        await box.kill()


def children_of(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        found += [int(word) for word in (task / "children").read_text().split()]
    return found


def running(pids: list[int]) -> list[int]:
    """Keep those that run; one that has ended and waits for its parent to take note does not."""
    found = []
    for pid in pids:
        with contextlib.suppress(OSError):
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in {"Z", "X"}:
                found.append(pid)
    return found


def processes_below(pid: int) -> list[int]:
    found = []
    for child in children_of(pid):
        found += [child, *processes_below(child)]
    return found
