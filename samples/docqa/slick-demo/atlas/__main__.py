"""Run the Atlas API server."""

import uvicorn

from atlas.api import app
from atlas.config import settings

uvicorn.run(app, host="127.0.0.1", port=settings.port, log_level="warning")
