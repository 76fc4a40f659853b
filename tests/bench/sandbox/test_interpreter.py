import os
import sys
from pathlib import Path

from seatrial.bench.sandbox.interpreter import find_interpreter, readable_by_others


def test_an_interpreter_that_only_we_can_read_is_not_taken_for_another_user() -> None:
    found = find_interpreter(as_other_user=True)
    assert readable_by_others(found.path)
    assert found.version >= (3, 11)


def test_for_ourselves_the_running_interpreter_is_taken() -> None:
    assert find_interpreter(as_other_user=False).version == sys.version_info[:3]


def test_a_file_below_a_closed_folder_is_not_readable_by_others(open_folder: Path) -> None:
    (open_folder / "closed").mkdir(mode=0o700)
    program = open_folder / "closed" / "program"
    program.touch(mode=0o755)
    assert (readable_by_others(program), os.access(program, os.X_OK)) == (False, True)
    (open_folder / "closed").chmod(0o711)
    assert readable_by_others(program) is True
