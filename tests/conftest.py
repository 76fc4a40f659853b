"""What every test may count on."""

import signal


def pytest_configure() -> None:
    """Let the programs that tests start be interrupted also where the test run itself was started in the background.

    Whoever starts a run with `&` or nohup hands it ignored signals, and every program inherits them.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
