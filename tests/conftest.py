"""For all tests: Ctrl-C reaches the processes that they start, however the tests were started."""

import signal


def pytest_configure() -> None:
    # A shell lets its background jobs, and all that they start, ignore SIGINT.
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
