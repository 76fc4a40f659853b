"""What every test may count on."""

import signal

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
