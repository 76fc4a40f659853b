"""What the HTTP server serves."""

import gc
import os
import warnings

from django.core.asgi import get_asgi_application
from django.urls import get_resolver

from seatrial.loop.bodies import limited

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seatrial.loop.settings")
# WhiteNoise reads its few small files in one go; there is nothing to stream.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")
application = limited(get_asgi_application())


def _settle() -> None:
    """Load every page's code now and leave all of it out of garbage collection, which would stop a page for it."""
    get_resolver().url_patterns  # noqa: B018  -- a property that imports
    gc.collect()
    gc.freeze()


_settle()
