"""The wheel in a kit is a real one: complete, true to its record, and it runs by itself."""

import base64
import csv
import hashlib
import io
import subprocess
import sys
import zipfile
from pathlib import Path

from seatrial.kit.wheel import pack_wheel


def test_the_record_lists_every_file_with_its_hash() -> None:
    archive = zipfile.ZipFile(io.BytesIO(pack_wheel({"seatrial/kit/docqa/CONTRACT.md": "text"})))
    rows = csv.reader(io.TextIOWrapper(archive.open("seatrial-0.1.0.dist-info/RECORD"), "utf-8"))
    listed = {path: digest for path, digest, _ in rows}
    found = {
        name: "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(archive.read(name)).digest()).rstrip(b"=").decode()
        for name in archive.namelist()
        if not name.endswith("RECORD")
    }
    assert listed == found | {"seatrial-0.1.0.dist-info/RECORD": ""}


def test_it_runs_from_the_wheel_alone(tmp_path: Path) -> None:
    wheel = tmp_path / "seatrial.whl"
    wheel.write_bytes(pack_wheel({"seatrial/kit/docqa/CONTRACT.md": "C", "seatrial/kit/docqa/UNDERSTUDY.md": "U"}))
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    code = "import seatrial, seatrial.kit.pack as p; print(seatrial.__file__); print(len(p.kit_files('docqa', 1)) > 20)"
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(tmp_path / "site")},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.splitlines() == [str(tmp_path / "site" / "seatrial" / "__init__.py"), "True"]
