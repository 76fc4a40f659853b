"""Django's own commands with the loop's settings: python -m seatrial.loop.manage migrate."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seatrial.loop.settings")
    execute_from_command_line(sys.argv)
