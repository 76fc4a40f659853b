"""Every address of the loop; each noun lists its own."""

from django.urls import include, path

from seatrial.loop.board import urls as board
from seatrial.loop.candidacy import urls as candidacy
from seatrial.loop.decision import urls as decision
from seatrial.loop.evidence import urls as evidence
from seatrial.loop.guide import urls as guide
from seatrial.loop.live import urls as live
from seatrial.loop.openings import urls as openings
from seatrial.loop.panel import urls as panel
from seatrial.loop.people import urls as people
from seatrial.loop.record import urls as record
from seatrial.loop.reference import urls as reference
from seatrial.loop.report import urls as report
from seatrial.loop.rubric import urls as rubric
from seatrial.loop.scorecard import urls as scorecard
from seatrial.loop.takehome import urls as takehome

urlpatterns = [
    path("", include(people)),
    path("", include(rubric)),
    path("", include(takehome)),
    path("", include(openings)),
    path("", include(candidacy)),
    path("", include(evidence)),
    path("", include(scorecard)),
    path("", include(report)),
    path("", include(guide)),
    path("", include(live)),
    path("", include(reference)),
    path("", include(panel)),
    path("", include(decision)),
    path("", include(record)),
    path("", include(board)),  # last: openings/<uid>/ would take openings/new/
]
