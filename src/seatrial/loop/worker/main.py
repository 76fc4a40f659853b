"""The worker as a process: seatrial worker."""

import os
import signal
import sys
import threading

import django


def run_worker(at_once: int | None, *, nice: int, box_mb: int, beside: int | None = None) -> None:
    """Work until told to stop by Ctrl-C or SIGTERM (a second one ends it at once), or until `beside` is gone."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seatrial.loop.settings")
    django.setup()
    from seatrial.loop.worker.execute import Manners  # noqa: PLC0415  -- models need Django set up first
    from seatrial.loop.worker.work import default_at_once, work  # noqa: PLC0415  -- as above

    stop = threading.Event()

    def told(number: int, frame: object) -> None:
        del number, frame
        if stop.is_set():
            os._exit(1)
        stop.set()

    signal.signal(signal.SIGINT, told)
    signal.signal(signal.SIGTERM, told)
    if beside is not None:
        threading.Thread(target=_stop_without, args=(beside, stop), daemon=True).start()
    _say("ready; Ctrl-C stops it")
    work(at_once or default_at_once(), stop, manners=Manners(nice=nice, box_mb=box_mb), say=_say)
    _say("stopped; nothing is left running")


def _stop_without(parent: int, stop: threading.Event) -> None:
    """Stop when the process that started us is gone, even if it was killed before it could say so."""
    while not stop.wait(1.0):
        if os.getppid() != parent:
            stop.set()


def _say(words: str) -> None:
    sys.stderr.write(f"worker: {words}\n")
    sys.stderr.flush()
