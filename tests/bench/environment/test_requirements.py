import pytest

from seatrial.bench.environment.requirements import checked_requirements
from seatrial.bench.errors import BadSubmission


@pytest.mark.parametrize(
    "line",
    [
        "openai",
        "openai==3.1.0",
        "openai >= 3, < 4",
        "openai>=3,<4,",
        "openai~=3.0",
        "openai===3.0",
        "openai!=3.0.*",
        "openai (>=3)",
        "httpx[http2]",
        "uvicorn[standard,extra] >= 0.3",
        "uvicorn [standard] >= 0.3",
        "ruamel.yaml.clib",
        "torch==2.1.0+cpu",
        'tomli; python_version < "3.11"',
        "tomli>=2 ; python_version < '3.11' and sys_platform == 'linux'",
        "numpy==1.0 --hash=sha256:0123abcdef --hash=sha256:ffff",
    ],
)
def test_names_and_versions_are_taken_as_they_are(line: str) -> None:
    assert checked_requirements(f"{line}\n".encode()) == (line,)


def test_comments_blank_lines_and_continued_lines_are_understood() -> None:
    text = "# all\n\nopenai>=3  # the SDK\nnumpy==1.0 \\\n    --hash=sha256:01 \\\n    --hash=sha256:02\n  httpx\n"
    assert checked_requirements(text.encode()) == (
        "openai>=3",
        "numpy==1.0      --hash=sha256:01      --hash=sha256:02",
        "httpx",
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_files_that_windows_wrote_are_understood(encoding: str) -> None:
    assert checked_requirements("openai\r\nhttpx\r\n".encode(encoding)) == ("openai", "httpx")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("-e .", "the option -e is not allowed"),
        ("-r other.txt", "the option -r is not allowed"),
        ("--index-url https://example.com", "the option --index-url is not allowed"),
        ("--extra-index-url=https://example.com", "the option --extra-index-url is not allowed"),
        ("git+https://example.com/a.git", "packages from a URL are not allowed"),
        ("a @ https://example.com/a.whl", "packages from a URL are not allowed"),
        ("a@file:///etc/passwd", "packages from a URL are not allowed"),
        ("https://example.com/a.whl", "packages from a URL are not allowed"),
        ("./a", "packages from a path are not allowed"),
        (".", "packages from a path are not allowed"),
        ("/opt/a", "packages from a path are not allowed"),
        ("wheels\\a.whl", "packages from a path are not allowed"),
        ("a-1.0-py3-none-any.whl", "packages from a path are not allowed"),
        ("a-1.0.tar.gz", "packages from a path are not allowed"),
        ("a.zip[extra]", "packages from a path are not allowed"),
        ("a b", "this is no requirement that Seatrial understands"),
        ("a=1", "this is no requirement that Seatrial understands"),
        ("a --config-settings x=y", "this is no requirement that Seatrial understands"),
        ("${HOME}", "this is no requirement that Seatrial understands"),
        ("a==1 --hash=sha256:01 -e x", "this is no requirement that Seatrial understands"),
    ],
)
def test_anything_else_is_refused_by_its_line(line: str, words: str) -> None:
    with pytest.raises(BadSubmission) as caught:
        checked_requirements(f"openai\n\n{line}\n".encode())
    said = str(caught.value)
    assert said.startswith("requirements.txt, line 3: ")
    assert words in said
    assert line in said


def test_a_line_of_many_repeated_parts_is_judged_at_once() -> None:
    with pytest.raises(BadSubmission):
        checked_requirements(("a" + "==1,==1" * 5000 + "!\n").encode())
    with pytest.raises(BadSubmission):
        checked_requirements(("a." * 20_000 + "!\n").encode())


def test_a_file_that_is_no_text_or_far_too_long_is_refused() -> None:
    with pytest.raises(BadSubmission, match="no UTF-8 text"):
        checked_requirements(b"openai\xff\n")
    with pytest.raises(BadSubmission, match="larger than 1024 KB"):
        checked_requirements(b"#" * (1 << 20) + b"#")
