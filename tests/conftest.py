"""What every test may count on."""

import signal

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings

# Generated examples are the same in every run, and a slow machine is no failure.
settings.register_profile("seatrial", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("seatrial")


def pytest_configure() -> None:
    """Let the programs that tests start be interrupted also where the test run itself was started in the background.

    Whoever starts a run with `&` or nohup hands it ignored signals, and every program inherits them.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On another database than the default one, leave out what touches none: it ran on the default one already."""
    if connection.vendor == "sqlite":
        return
    apart = [item for item in items if not _touches_a_database(item)]
    items[:] = [item for item in items if _touches_a_database(item)]
    config.hook.pytest_deselected(items=apart)


def _touches_a_database(item: pytest.Item) -> bool:
    fixtures = {"db", "transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(fixtures) or item.get_closest_marker("django_db") is not None
