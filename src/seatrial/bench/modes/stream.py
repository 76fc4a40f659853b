"""Modes in which an HTTP answer begins well and does not end as it should."""

from seatrial.bench.faults.benign_oddities import BenignOddities
from seatrial.bench.faults.drop_reply import DropReply
from seatrial.bench.faults.end_stream_early import EndStreamEarly
from seatrial.bench.faults.error_after_200 import ErrorAfter200
from seatrial.bench.faults.stall_reply import StallReply
from seatrial.bench.modes.base import Judgement, Mode, Surface
from seatrial.bench.verdict import Expectation

STREAM = (
    Mode(
        slug="stream-ends-early-once",
        title="The first stream ends without its last event",
        surface=Surface.TRANSPORT,
        judgement=Judgement.MODEL_OUTPUT,
        expectation=Expectation.RECOVER,
        happens="The first streamed reply stops in the middle and closes in good order: no finish reason, no `[DONE]`, "
        "no error. The next one is whole.",
        why="When a replica is drained, its proxy ends the response politely. Every major client library returns the "
        "fragment as if it were the reply.",
        dependable="Takes a stream for complete only once it has seen the finish reason, and asks again otherwise.",
        fault=EndStreamEarly(),
        strikes=1,
    ),
    Mode(
        slug="stream-ends-early-persists",
        title="Every stream ends without its last event",
        surface=Surface.TRANSPORT,
        judgement=Judgement.MODEL_OUTPUT,
        expectation=Expectation.ABSTAIN,
        happens="Every streamed reply stops in the middle and closes in good order, without a finish reason.",
        why="A proxy with a response limit or a short idle timeout cuts all answers above a certain length, always "
        "cleanly.",
        dependable="Declines when no attempt yields a complete stream; half a sentence is no answer.",
        fault=EndStreamEarly(),
    ),
    Mode(
        slug="reply-dropped-once",
        title="The connection drops in the middle of the first reply",
        surface=Surface.TRANSPORT,
        judgement=Judgement.MODEL_OUTPUT,
        expectation=Expectation.RECOVER,
        happens="The first reply, streamed or not, breaks off with its connection; the second arrives.",
        why="Long responses meet restarts and flaky links. Once the first byte is in, no client retries by itself: "
        "the error surfaces from the transport below it.",
        dependable="Throws the fragment away, asks again and answers.",
        fault=DropReply(),
        strikes=1,
    ),
    Mode(
        slug="reply-dropped-persists",
        title="The connection drops in the middle of every reply",
        surface=Surface.TRANSPORT,
        judgement=Judgement.MODEL_OUTPUT,
        expectation=Expectation.ABSTAIN,
        happens="Every reply, streamed or not, breaks off with its connection.",
        why="An intermediary that limits connection time or body size breaks each answer at about the same place.",
        dependable="Catches the transport's error wherever it surfaces, also while reading, and declines.",
        fault=DropReply(),
    ),
    Mode(
        slug="reply-stalls-once",
        title="The first reply stalls half-way",
        surface=Surface.TRANSPORT,
        judgement=Judgement.MODEL_OUTPUT,
        expectation=Expectation.RECOVER,
        happens="The first reply begins, then nothing more comes and the connection stays open; the second is whole.",
        why="A replica that swaps or deadlocks keeps its socket open. A timeout on connecting, or one that starts anew "
        "with each byte, does not notice.",
        dependable="Bounds the silence between two pieces of a reply, gives up the first and answers with the next.",
        fault=StallReply(),
        strikes=1,
        wait_seconds=9.0,
    ),
    Mode(
        slug="reply-stalls-persists",
        title="Every reply stalls half-way",
        surface=Surface.TRANSPORT,
        judgement=Judgement.MODEL_OUTPUT,
        expectation=Expectation.ABSTAIN,
        happens="Every reply begins and never goes on; the connection stays open.",
        why="A congested link or a model server out of memory stays half alive for minutes.",
        dependable="Declines before its own deadline, however often it tried.",
        fault=StallReply(),
        cases=1,
        wait_seconds=10.0,
    ),
    Mode(
        slug="error-after-200",
        title="An error after status 200",
        surface=Surface.TRANSPORT,
        judgement=Judgement.MODEL_OUTPUT,
        expectation=Expectation.RECOVER,
        happens="The first reply starts with status 200 and then carries an error object where its rest should be; the "
        "second is healthy.",
        why="Once a stream is open there is no status left to send, so providers report overload and failures inside "
        "it.",
        dependable="Looks for an error in the body whatever the status says, drops what came before it and asks again.",
        fault=ErrorAfter200(),
        strikes=1,
    ),
    Mode(
        slug="benign-oddities",
        title="Oddities that the protocol allows",
        surface=Surface.TRANSPORT,
        judgement=Judgement.MODEL_OUTPUT,
        expectation=Expectation.RECOVER,
        happens="Every reply is complete and correct but unusual in form: comments and an event without choices in the "
        "stream, fields that nobody asked for, letters split across packets.",
        why="Proxies and compatible servers frame their bytes differently from the provider that the code was written "
        "against, all within the standard.",
        dependable="Parses the protocol instead of the habits of one server: nothing at all changes.",
        fault=BenignOddities(),
    ),
)
