import json
from pathlib import Path
from types import SimpleNamespace

from jsonschema import Draft202012Validator

from seatrial.bench.report.as_json import read_report, report_json, report_schema
from seatrial.bench.report.build import build_report

_PUBLISHED = Path(__file__).parents[3] / "docs" / "reference" / "report.schema.json"


def _problems(data: object) -> list[str]:
    schema = json.loads(report_schema())
    Draft202012Validator.check_schema(schema)
    return [error.message for error in Draft202012Validator(schema).iter_errors(data)]


def test_published_schema_is_current() -> None:
    command = "python -m seatrial.bench.report.as_json > docs/reference/report.schema.json"
    assert _PUBLISHED.read_bytes() == report_schema(), f"run: {command}"


def test_hostile_report_fits_the_schema_and_comes_back_the_same(make: SimpleNamespace) -> None:
    report = build_report(*make.realistic())
    written = report_json(report)
    assert (_problems(json.loads(written)), read_report(written)) == ([], report)


def test_empty_report_fits_the_schema(make: SimpleNamespace) -> None:
    report = build_report(make.trial(), [])
    assert (_problems(json.loads(report_json(report))), read_report(report_json(report))) == ([], report)


def test_unknown_fields_are_allowed(make: SimpleNamespace) -> None:
    report = build_report(make.trial([make.judged()]), [make.mode()])
    data = json.loads(report_json(report)) | {"from_the_future": {"x": 1}}
    data["cases"][0]["also"] = []
    assert (_problems(data), read_report(json.dumps(data).encode())) == ([], report)


def test_report_has_the_names_of_the_contract(make: SimpleNamespace) -> None:
    data = json.loads(
        report_json(build_report(make.trial([make.judged()], [make.judged("b/1", mode="baseline")]), [make.mode()]))
    )
    assert list(data) == [
        *(
            "schema",
            "seatrial",
            "submission",
            "seed",
            "model",
            "isolation",
            "started_at",
            "wall_seconds",
            "cpu_seconds",
        ),
        *("headline", "baseline", "summary", "judgements", "surfaces", "modes", "cases", "eval", "awareness"),
        *("prompts", "scale", "notes"),
    ]
    assert (data["schema"], data["baseline"]["cases"], data["baseline"]["correct"]) == ("seatrial.report/1", 1, 1)
    assert data["judgements"]["model_output"] == {"held": 1, "degraded": 0, "loud": 0, "silent": 0}
    assert [event["type"] for event in data["cases"][0]["events"]] == ["asked", "model_call", "answered"]


def test_json_is_ascii_safe_to_print_line_by_line(make: SimpleNamespace) -> None:
    written = report_json(build_report(*make.realistic())).decode()
    assert [character for character in map(chr, range(32)) if character in written and character != "\n"] == []
