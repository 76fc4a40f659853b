"""What the HTTP server serves."""

import os
import warnings

from django.core.asgi import get_asgi_application

from seatrial.loop.bodies import limited

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seatrial.loop.settings")
# WhiteNoise reads its few small files in one go; there is nothing to stream.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")
application = limited(get_asgi_application())
