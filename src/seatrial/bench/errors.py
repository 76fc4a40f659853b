"""Everything the bench raises.

SeatrialError
├── BadSubmission      the folder cannot be tried: theirs to mend (exit 2)
│   └── UnknownMode    a failure mode or surface was asked for that the catalogue does not have
├── BaselineFailed     the feature does not work without any fault (exit 2)
├── NoSafeSandbox      this machine cannot isolate a submission (exit 3)
└── BenchBroke         our own failure: it never counts against a person (exit 3)
    └── SandboxDied    the sandbox ended without being asked to
"""


class SeatrialError(Exception):
    """Base of all errors that a person is meant to read: what happened, where, and what to do."""


class BadSubmission(SeatrialError):
    """The folder that was handed in cannot be tried, for a reason its author can mend."""


class UnknownMode(BadSubmission):
    """No such failure mode or surface stands in the catalogue; the message names the nearest ones."""


class BaselineFailed(SeatrialError):
    """The feature does not work on a healthy model, so no failure mode can be judged."""


class NoSafeSandbox(SeatrialError):
    """This machine cannot run a stranger's code safely; nothing was run."""


class BenchBroke(SeatrialError):
    """The bench failed; nothing can be said of the submission."""


class SandboxDied(BenchBroke):
    """The sandbox ended although nobody asked it to."""
