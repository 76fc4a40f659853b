"""Modes in which no usable HTTP answer comes from the model endpoint."""

from seatrial.bench.faults.html_page import HtmlPage
from seatrial.bench.faults.never_answer import NeverAnswer
from seatrial.bench.faults.reset_connection import ResetConnection
from seatrial.bench.faults.status_error import (
    KEY_REVOKED,
    OUT_OF_QUOTA,
    OVERLOADED,
    RATE_LIMITED,
    RATE_LIMITED_FOR_AN_HOUR,
    SERVER_ERROR,
    SITE_OVERLOADED,
)
from seatrial.bench.modes.base import Judgement, Mode, Surface
from seatrial.bench.verdict import Expectation

TRANSPORT = (
    Mode(
        slug="rate-limit-clears",
        title="Rate limit that clears",
        surface=Surface.TRANSPORT,
        judgement=Judgement.MODEL_OUTPUT,
        expectation=Expectation.RECOVER,
        happens="The first two calls to each route get status 429 and a `retry-after-ms` of almost nothing; the third "
        "is served.",
        why="Limits are counted per minute and per organisation, so a colleague's batch job is enough to make a "
        "healthy feature hit them for a moment.",
        dependable="Waits as long as it is told, tries again a bounded number of times, and answers.",
        fault=RATE_LIMITED,
        strikes=2,
    ),
    Mode(
        slug="rate-limit-persists",
        title="Rate limit that does not clear",
        surface=Surface.TRANSPORT,
        judgement=Judgement.MODEL_OUTPUT,
        expectation=Expectation.ABSTAIN,
        happens="Every call gets status 429, each time with leave to try again at once.",
        why="When a whole product launches on one key, the limit is reached all day and retries only add to it.",
        dependable="Stops after a few attempts and says within its deadline that it has no answer now.",
        fault=RATE_LIMITED,
    ),
    Mode(
        slug="quota-exhausted",
        title="The account's quota is used up",
        surface=Surface.TRANSPORT,
        judgement=Judgement.MODEL_OUTPUT,
        expectation=Expectation.ABSTAIN,
        happens="Every call gets status 429 with the code `insufficient_quota`: the same status as a rate limit, and "
        "no wait will help.",
        why="A prepaid balance runs out or a budget cap is reached, usually at the end of a month and at night.",
        dependable="Reads the error's code as well as its status, declines after the first refusal and does not ask "
        "again for that question.",
        fault=OUT_OF_QUOTA,
        most_calls=1,
    ),
    Mode(
        slug="server-error-clears",
        title="Server error that clears",
        surface=Surface.TRANSPORT,
        judgement=Judgement.MODEL_OUTPUT,
        expectation=Expectation.RECOVER,
        happens="The first call to each route fails with status 500 (or 503) and the provider's JSON error; the "
        "second is served.",
        why="Large inference fleets fail one request in some thousands as a matter of course; the next replica is "
        "fine.",
        dependable="Tries again after a short pause and answers.",
        fault=SERVER_ERROR,
        variants=(OVERLOADED,),
        strikes=1,
    ),
    Mode(
        slug="server-error-persists",
        title="Server error that does not clear",
        surface=Surface.TRANSPORT,
        judgement=Judgement.MODEL_OUTPUT,
        expectation=Expectation.ABSTAIN,
        happens="Every call fails with status 500 in one case, 503 in the other.",
        why="Providers have outages of minutes to hours several times a year, and each of them becomes an outage of "
        "every feature that has no words for it.",
        dependable="Bounds its retries, keeps its own endpoint alive and declines in its own words.",
        fault=SERVER_ERROR,
        variants=(OVERLOADED,),
    ),
    Mode(
        slug="overloaded-clears",
        title="Overload that clears, under a status of its own",
        surface=Surface.TRANSPORT,
        judgement=Judgement.MODEL_OUTPUT,
        expectation=Expectation.RECOVER,
        happens="The first call to each route gets status 529 `overloaded`, as some providers and compatible servers "
        "send it; the second is served.",
        why="Status 529 is in no standard, so hand-written lists of statuses to retry (429, 500, 502, 503, 504) tend "
        "to lack it, and a busy hour turns into errors.",
        dependable="Retries every 5xx status, known or not, and answers.",
        fault=SITE_OVERLOADED,
        strikes=1,
    ),
    Mode(
        slug="connection-reset-clears",
        title="Connection reset, once",
        surface=Surface.TRANSPORT,
        judgement=Judgement.MODEL_OUTPUT,
        expectation=Expectation.RECOVER,
        happens="The first connection to each route is reset before a byte of the answer; the second call is served.",
        why="Load balancers close idle connections that a client's pool still holds, and deployments cut those in use.",
        dependable="Counts a broken connection among the failures to retry, and answers.",
        fault=ResetConnection(),
        strikes=1,
    ),
    Mode(
        slug="connection-reset-persists",
        title="Connection reset, every time",
        surface=Surface.TRANSPORT,
        judgement=Judgement.MODEL_OUTPUT,
        expectation=Expectation.ABSTAIN,
        happens="Every connection is reset before a byte of the answer.",
        why="A firewall rule, an expired certificate on a proxy or a wrong route breaks connections rather than "
        "answering with a status, so only the exception tells.",
        dependable="Catches the transport's exceptions as well as the provider's, and declines.",
        fault=ResetConnection(),
    ),
    Mode(
        slug="no-answer-once",
        title="The first call is never answered",
        surface=Surface.TRANSPORT,
        judgement=Judgement.MODEL_OUTPUT,
        expectation=Expectation.RECOVER,
        happens="The endpoint accepts the first call to each route and says nothing, ever; a second call would be "
        "served at once.",
        why="A replica dies with the request in its queue. Client libraries wait for ten minutes by default, which no "
        "user does.",
        dependable="Has a timeout that leaves room for a second attempt within its own deadline, and answers.",
        fault=NeverAnswer(),
        strikes=1,
        wait_seconds=9.0,
    ),
    Mode(
        slug="no-answer-ever",
        title="No call is ever answered",
        surface=Surface.TRANSPORT,
        judgement=Judgement.MODEL_OUTPUT,
        expectation=Expectation.ABSTAIN,
        happens="The endpoint accepts every call and never says anything.",
        why="Traffic is sometimes swallowed on the way by a stalled proxy or an overfull queue, without any error.",
        dependable="Adds up the time of all its attempts and declines before its own deadline.",
        fault=NeverAnswer(),
        cases=1,
        wait_seconds=10.0,
    ),
    Mode(
        slug="retry-after-hour",
        title="Told to come back in an hour",
        surface=Surface.TRANSPORT,
        judgement=Judgement.MODEL_OUTPUT,
        expectation=Expectation.ABSTAIN,
        happens="Every call gets status 429 with `retry-after: 3600`.",
        why="Daily limits and abuse protection ask for long waits; a client that obeys without looking hangs with "
        "all its workers.",
        dependable="Compares the wait with the time it has, and declines at once instead of sleeping.",
        fault=RATE_LIMITED_FOR_AN_HOUR,
        wait_seconds=1.0,
    ),
    Mode(
        slug="key-revoked",
        title="The API key is no longer valid",
        surface=Surface.TRANSPORT,
        judgement=Judgement.MODEL_OUTPUT,
        expectation=Expectation.ABSTAIN,
        happens="Every call gets status 401 `invalid_api_key`, in the middle of operation.",
        why="Keys get rotated, leaked and revoked, and the running process still holds the old one.",
        dependable="Declines without asking again; neither the key nor the provider's message reaches the user.",
        fault=KEY_REVOKED,
        most_calls=1,
    ),
    Mode(
        slug="html-instead-of-json",
        title="An HTML page instead of JSON",
        surface=Surface.TRANSPORT,
        judgement=Judgement.MODEL_OUTPUT,
        expectation=Expectation.ABSTAIN,
        happens="Every call gets an HTML page where JSON should stand: a proxy's error with status 502 in one case, a "
        "sign-in page with status 200 in the other.",
        why="Gateways, content networks and sign-in portals between a feature and its model speak HTML; parsing it as "
        "JSON raises errors that no provider library wraps.",
        dependable="Treats a body that it cannot read as a failed call and declines; no mark-up reaches the user.",
        fault=HtmlPage(502),
        variants=(HtmlPage(200),),
    ),
)
