"""What the console says when somebody comes by a host name that is not ours: how to make it ours, once per name."""

import logging

_AT_MOST = 20  # a scanner that tries names must not fill the log
_WORDS = "Somebody asked for the host %r and was refused. If that is this server, start it with SEATRIAL_HOSTS=%s"
_said: set[str] = set()


class SayWhatToSet(logging.Filter):
    """Turns Django's refusal of a host name into what to do about it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Reword the record; let it through only the first time."""
        if record.msg == _WORDS:  # Django, set up twice in a process, keeps two of these filters
            return True
        request = getattr(record, "request", None)
        asked = request.META.get("HTTP_HOST", "") if request is not None else ""
        name = asked.rsplit(":", 1)[0][:100]
        if name in _said or len(_said) >= _AT_MOST:
            return False
        _said.add(name)
        record.msg = _WORDS
        record.args = (name, name)
        record.exc_info = None
        return True
