"""A submission's Node packages, exactly those of its lock file, installed without running any of their scripts."""

import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from seatrial.bench.environment.cache import built_once, key_of, make_readable_folder
from seatrial.bench.environment.installer import InstallFailed, run_installer
from seatrial.bench.errors import BadSubmission
from seatrial.bench.submission import PACKAGE_LOCK, Submission

PACKAGE = "package.json"
INSIDE = "/submission/node_modules"
_LAYOUT = "1"
_MOST_BYTES = 16 << 20


@dataclass(frozen=True, slots=True)
class NodePackages:
    """What to mount for Node; `path` are the folders inside where programs lie."""

    mounts: tuple[tuple[Path, str], ...]
    path: tuple[str, ...] = ()


async def node_packages(submission: Submission, *, cache: Path) -> NodePackages:
    """Install what package-lock.json names, once; BadSubmission with npm's own words when that cannot be done."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        missing = "node" if node is None else "npm"
        raise BadSubmission(
            f"The submission has a {PACKAGE_LOCK}, but this machine has no {missing}. Install it (on Debian: "
            "sudo apt-get install nodejs npm), or leave the file out if the feature does not need Node."
        )
    lock, package = (_read(submission.folder / name) for name in (PACKAGE_LOCK, PACKAGE))
    check_lock(lock)

    async def build(folder: Path) -> None:
        await _install(npm, folder, lock=lock, package=package, cache=cache)

    key = key_of(_LAYOUT, _version(node), lock.decode(), package.decode())
    kept = await built_once(cache / "node", key, build)
    return _found_by(node, kept / "node_modules")


def check_lock(content: bytes) -> None:
    """Refuse a lock file with packages from elsewhere than the public registry: git, URLs, folders."""
    try:
        lock = json.loads(content)
        packages = lock.get("packages")
        found = packages.items() if isinstance(packages, dict) else None
    except (ValueError, AttributeError) as error:
        raise BadSubmission(f"{PACKAGE_LOCK} is no valid JSON: {error}. Make it anew with `npm install`.") from error
    if found is None:
        raise BadSubmission(f"{PACKAGE_LOCK} has no `packages`: it is of an old npm. Make it anew with npm 7 or newer.")
    for path, package in found:
        if not isinstance(package, dict):
            raise BadSubmission(f"{PACKAGE_LOCK}: {path} is no package. Make the file anew with `npm install`.")
        resolved = str(package.get("resolved") or "")
        name = package.get("name") or path.rpartition("node_modules/")[2]
        local = path != "" and not path.startswith("node_modules/")
        if local or package.get("link") or (resolved and not _of_a_registry(resolved, str(name))):
            raise BadSubmission(
                f"{PACKAGE_LOCK}: {path or 'the top'} comes from {resolved or 'a folder'}. "
                "Only packages of the public registry can be installed, no URLs, git or folders."
            )


def _of_a_registry(resolved: str, name: str) -> bool:
    """Whether an address has the shape of a registry's package; npm puts the host of our registry in its place."""
    shape = rf"https://[^/?#@]+/([^?#]*/)?{re.escape(name)}/-/{re.escape(name.rpartition('/')[2])}-[^/?#]+\.tgz"
    return re.fullmatch(shape, unquote(resolved)) is not None


def _read(path: Path) -> bytes:
    if path.is_symlink() or not path.is_file():
        raise BadSubmission(f"The submission has a {PACKAGE_LOCK} but no ordinary file {path.name} beside it. Add it.")
    content = path.read_bytes()
    if len(content) > _MOST_BYTES:
        raise BadSubmission(f"{path.name} is larger than {_MOST_BYTES >> 20} MB.")
    return content


async def _install(npm: str, folder: Path, *, lock: bytes, package: bytes, cache: Path) -> None:
    (folder / PACKAGE_LOCK).write_bytes(lock)
    (folder / PACKAGE).write_bytes(package)
    downloads = cache / "npm"
    make_readable_folder(downloads)
    command = (
        npm,
        "ci",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--no-update-notifier",
        "--replace-registry-host=always",  # whatever host the lock file names, packages come from ours
        "--cache",
        str(downloads),
    )
    try:
        await run_installer(command, cwd=folder, env={"NO_COLOR": "1"})
    except InstallFailed as error:
        raise BadSubmission(f"npm cannot install what {PACKAGE_LOCK} names. It says:\n\n{error}") from error
    (folder / "node_modules").mkdir(exist_ok=True)


def _version(node: str) -> str:
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)  # noqa: S603  -- from PATH
    return told.stdout.strip()


def _found_by(program: str, modules: Path) -> NodePackages:
    """Mount the packages, and Node's own folder unless it lies in /usr, which every box has."""
    node = Path(program).resolve()
    prefix = node.parent.parent
    own = () if node.is_relative_to("/usr") else ((prefix, str(prefix)),)
    return NodePackages(((modules, INSIDE), *own), (str(node.parent),))
