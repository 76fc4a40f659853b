"""Atlas: instant, cited answers from your documents."""

__version__ = "1.0.0"
