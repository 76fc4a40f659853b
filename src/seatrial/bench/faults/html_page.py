"""Something between the feature and the model answers with a web page, as proxies and captive portals do."""

from dataclasses import dataclass
from random import Random

from seatrial.bench.faults.status_error import AT_ONCE
from seatrial.bench.wire import Draft

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>{title}</title></head>
<body>
<center><h1>{title}</h1></center>
<p>{text}</p>
<hr><center>edge-proxy</center>
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class HtmlPage:
    """Answer with an HTML page under this status: 502 as a proxy does, 200 as a portal does."""

    status: int = 502

    def spoil(self, _draft: Draft, _dice: Random) -> Draft | None:
        """Return the page in place of any answer."""
        title, text = "502 Bad Gateway", "The upstream server did not answer in time. Please try again later."
        if self.status < 400:
            title, text = "Network sign-in", "You are being redirected to the sign-in page of this network."
        headers = (("server", "edge-proxy"), ("content-type", "text/html; charset=utf-8"))
        again = AT_ONCE if self.status >= 500 else ()
        return Draft(self.status, (*headers, *again), _PAGE.format(title=title, text=text).encode())
