"""A submission's Python packages in a virtual environment of their own, for the Python that its box can run."""

import platform
from pathlib import Path

from uv import find_uv_bin

from seatrial.bench.environment.cache import built_once, key_of, make_readable_folder
from seatrial.bench.environment.installer import InstallFailed, run_installer
from seatrial.bench.errors import BadSubmission
from seatrial.bench.sandbox.interpreter import Interpreter

_LAYOUT = "1"  # another number when what is kept changes, so that old environments are not taken for new ones


async def python_packages(requirements: tuple[str, ...], interpreter: Interpreter, *, cache: Path) -> Path:
    """Return a folder with a virtual environment that holds `requirements`; made once, then kept."""
    key = key_of(_LAYOUT, str(interpreter.path), interpreter.shown_version, platform.machine(), *requirements)

    async def build(folder: Path) -> None:
        await _install(requirements, interpreter, folder, cache)

    return await built_once(cache / "python", key, build)


async def _install(requirements: tuple[str, ...], interpreter: Interpreter, folder: Path, cache: Path) -> None:
    downloads = cache / "uv"
    make_readable_folder(downloads)
    env = {"UV_CACHE_DIR": str(downloads), "NO_COLOR": "1", "UV_NO_PROGRESS": "1"}
    uv = find_uv_bin()
    venv = (
        uv,
        "venv",
        "--quiet",
        "--relocatable",
        "--no-project",
        "--allow-existing",
        "--python",
        str(interpreter.path),
    )
    wanted = folder / "requirements.txt"
    wanted.write_text("".join(f"{line}\n" for line in requirements))
    install = (uv, "pip", "install", "--quiet", "--only-binary", ":all:", "--python", str(folder), "-r", str(wanted))
    try:
        await run_installer((*venv, str(folder)), cwd=cache, env=env)
        if requirements:
            await run_installer(install, cwd=cache, env=env)
            await run_installer(_compile(interpreter, folder), cwd=cache, env={})
    except InstallFailed as error:
        raise BadSubmission(
            f"requirements.txt cannot be installed for Python {interpreter.shown_version} on {platform.machine()}. "
            "Only wheels are installed: a package that has none for this Python cannot be used, take another version "
            f"of it. The installer says:\n\n{error}"
        ) from error


def _compile(interpreter: Interpreter, folder: Path) -> tuple[str, ...]:
    """Compile with a Python that does not know the packages: the environment's own would run their .pth files here."""
    packages = folder / "lib" / f"python{interpreter.version[0]}.{interpreter.version[1]}" / "site-packages"
    quietly = ("-q", "-q", "-j", "0", str(packages))
    # a file that does not compile is no failure: packages carry templates and code for other Pythons
    return ("sh", "-c", '"$@" || true', "sh", str(interpreter.path), "-I", "-S", "-m", "compileall", *quietly)
