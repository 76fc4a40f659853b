"""The report as JSON, and the schema that readers may hold us to.

`python -m seatrial.bench.report.as_json` prints the schema; docs/reference/report.schema.json is that output.
"""

import sys

from msgspec import json

from seatrial.bench.report.report import Report


def report_json(report: Report) -> bytes:
    """Return the report as indented JSON with a final line end."""
    return json.format(json.encode(report), indent=2) + b"\n"


def read_report(data: bytes) -> Report:
    """Read back what `report_json` wrote; msgspec.ValidationError says where it does not fit."""
    return json.decode(data, type=Report)


def report_schema() -> bytes:
    """Return the JSON Schema of the report, generated from its types."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Seatrial report",
        **json.schema(Report),
    }
    return json.format(json.encode(schema), indent=2) + b"\n"


if __name__ == "__main__":
    sys.stdout.buffer.write(report_schema())
