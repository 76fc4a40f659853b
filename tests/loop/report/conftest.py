"""A trial of Ann's submission."""

import pytest
from django.utils import timezone

from seatrial.loop.evidence.models import Trial
from tests.loop.conftest import Loop
from tests.loop.evidence_report import telling_report


@pytest.fixture
def trial(loop: Loop) -> Trial:
    return Trial.objects.create(candidacy=loop.ann, report=telling_report(), finished_at=timezone.now())
