"""What a submission finds in its box: a Python, its packages, variables that keep libraries from seeking a network."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from seatrial.bench.environment.cache import cache_folder
from seatrial.bench.environment.node import node_packages
from seatrial.bench.environment.python import python_packages
from seatrial.bench.environment.requirements import checked_requirements
from seatrial.bench.sandbox.interpreter import find_interpreter
from seatrial.bench.submission import REQUIREMENTS, Submission

SUBMISSION = "/submission"
DOCUMENTS = "/documents"
ENVIRONMENT = "/environment"
SCRATCH = "/tmp"  # noqa: S108  -- inside the box, where it is a fresh one

OFFLINE = {
    "ANONYMIZED_TELEMETRY": "false",
    "DO_NOT_TRACK": "1",
    "HF_HUB_OFFLINE": "1",
    "LANGCHAIN_TRACING_V2": "false",
    "LANGSMITH_TRACING": "false",
    "LITELLM_LOCAL_MODEL_COST_MAP": "True",
    "NO_PROXY": "127.0.0.1,localhost",
    "OTEL_SDK_DISABLED": "true",
    "TRANSFORMERS_OFFLINE": "1",
}


@dataclass(frozen=True, slots=True)
class Environment:
    """What to mount and which variables to set for a submission's box; `python` is the interpreter inside."""

    mounts: tuple[tuple[Path, str], ...]
    env: dict[str, str]
    python: str


def _silent(_: str) -> None:
    """Say nothing."""


async def prepare_environment(
    submission: Submission, *, cache: Path | None = None, say: Callable[[str], None] = _silent
) -> Environment:
    """Install what a submission asks for, once; BadSubmission in the installer's own words when that cannot be done."""
    cache = (cache or cache_folder()).absolute()
    interpreter = find_interpreter(as_other_user=os.geteuid() == 0)
    requirements = _requirements(submission)
    say("installing its Python packages" if requirements else "making its Python environment")
    mounts = [(await python_packages(requirements, interpreter, cache=cache), ENVIRONMENT)]
    if not interpreter.prefix.is_relative_to("/usr"):
        mounts.append((interpreter.prefix, str(interpreter.prefix)))
    path = [f"{ENVIRONMENT}/bin", "/usr/local/bin", "/usr/bin", "/bin"]
    if submission.has_package_lock:
        say("installing its Node packages")
        node = await node_packages(submission, cache=cache)
        mounts += node.mounts
        path = [f"{SUBMISSION}/node_modules/.bin", path[0], *node.path, *path[1:]]
    return Environment(tuple(mounts), {**box_env(), "PATH": ":".join(path)}, f"{ENVIRONMENT}/bin/python")


def box_env() -> dict[str, str]:
    """Return the variables that every box has."""
    return {
        **OFFLINE,
        "HOME": SCRATCH,
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUNBUFFERED": "1",
        "TMPDIR": SCRATCH,
        "TZ": "UTC",
        "USER": "candidate",
        "VIRTUAL_ENV": ENVIRONMENT,
    }


def _requirements(submission: Submission) -> tuple[str, ...]:
    if not submission.has_requirements:
        return ()
    return checked_requirements((submission.folder / REQUIREMENTS).read_bytes())
