"""A small feature that guards what it can, and has the one flaw that FLAW names. flaws.toml says what must fall then."""

import http.client
import json
import math
import os
import re
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

FLAW = os.environ.get("FLAW", "")
SECONDS = 7.0
SILENCE_SECONDS = 2.0
RETRIED = {429, 500, 502, 503, 529}
FOREIGN = set("wie wer wo wann welche welcher welches der das dem ist le les est quel quelle qui où el los cuál qué quién".split())
FINISHES = {"stop", "length", "content_filter"}
INSTRUCTIONS = (
    "Answer the question from the passages, in the question's language. If they do not say, set found to false. "
    'Reply in JSON: {"found": true, "value": "the bare value", "file": "file name", "quote": "the sentence it rests on"}'
)
TEXTS = {path.name: path.read_text(encoding="utf-8") for path in Path(os.environ["SEATRIAL_DOCUMENTS"]).iterdir()}
PASSAGES = [(name, text[at : at + 900]) for name, text in sorted(TEXTS.items()) for at in range(0, len(text), 600)]
HISTORY = []
SHARED = {"question": ""}


class Unavailable(Exception):
    """No whole reply could be had."""


class Unusable(Exception):
    """A reply came that cannot be shown."""


def words(text):
    return re.findall(r"\w+", re.sub(r"(?<=\d),(?=\d)", "", text.lower()))


RARITY = {}
for _, passage in PASSAGES:
    for word in set(words(passage)):
        RARITY[word] = RARITY.get(word, 0) + 1


def best_passages(question):
    asked = {word for word in words(question) if word in RARITY}
    weight = {word: math.log(len(PASSAGES) / RARITY[word]) for word in asked}
    return sorted(PASSAGES, key=lambda one: -sum(weight[word] for word in asked & set(words(one[1]))))[:16]


def answer(question):
    if not question.strip() or len(question) > 2000:
        return declined("Please ask one short question.")
    if FLAW == "knows_english_only" and FOREIGN & set(words(question)):
        return declined("Please ask in English.")
    shown = best_passages(question)
    prompt = "\n\n".join(f"File: {name}\n{text}" for name, text in shown)
    if FLAW == "shares_the_question":
        SHARED["question"] = question
        whole_reply([{"role": "user", "content": f"Rewrite this question as a search query: {question}"}])
        question = SHARED["question"]
    messages = [{"role": "system", "content": INSTRUCTIONS}, *HISTORY]
    messages.append({"role": "user", "content": f"<passages>\n{prompt}\n</passages>\n\nQuestion: {question}"})
    for _ in range(2):
        try:
            said = checked(whole_reply(messages))
        except Unusable as why:
            reason = str(why)
            continue
        if FLAW == "remembers_every_visitor":
            HISTORY.append({"role": "user", "content": f"Question: {question}"})
            HISTORY.append({"role": "assistant", "content": json.dumps(said)})
        if said["found"]:
            citation = {"document": said["file"], "quote": said["quote"]}
            return {"status": "answered", "answer": said["value"], "citations": [citation]}
        if FLAW == "shows_passages_instead" and shown:
            citations = [{"document": name, "quote": text.strip()} for name, text in shown[:3]]
            return {"status": "answered", "answer": "\n".join(text for _, text in shown[:3]), "citations": citations}
        return declined("The documents do not say.")
    return declined(reason)


def declined(reason):
    return {"status": "declined", "reason": reason}


def checked(text):
    """Return the reply's fields; Unusable when they are not there or not borne out."""
    if not text.strip():
        if FLAW == "shows_nothing_as_an_answer":
            return {"found": True, "value": "", "file": PASSAGES[0][0], "quote": PASSAGES[0][1].strip()}
        raise Unusable("The model said nothing.")
    begin, end = text.find("{"), text.rfind("}")
    if FLAW == "mends_cut_replies" and end < begin:
        text, end = text + ('"' if text.count('"') % 2 else "") + "}", len(text) + 2
    try:
        said = json.loads(text[begin : end + 1])
    except ValueError:
        raise Unusable("The model's reply was no JSON.") from None
    if FLAW == "mends_cut_replies" and said.get("value") and "quote" not in said:
        name, passage = next(one for one in PASSAGES if said["value"] in one[1])
        return {"found": True, "value": said["value"], "file": name, "quote": passage.strip()}
    if FLAW != "trusts_the_schema" and not all(isinstance(said.get(key), str) for key in ("value", "file", "quote")):
        if said.get("found") is False:
            return said
        if FLAW == "expects_a_source":
            raise KeyError("quote")
        raise Unusable("The model's reply was not as asked for.")
    if not said["found"]:
        return said
    quoted = " ".join(words(said["quote"]))
    if not said["value"].strip() or not quoted:
        if FLAW == "expects_a_source":
            raise KeyError("quote")
        raise Unusable("The model gave no source.")
    if quoted not in " ".join(words(TEXTS.get(said["file"], ""))) or " ".join(words(said["value"])) not in quoted:
        raise Unusable("The documents do not bear the reply out.")
    return said


def whole_reply(messages):
    """Return the text of a finished reply, asking again where that helps and there is time."""
    ends_at = time.monotonic() + SECONDS
    for attempt in range(3):
        wait = 0.2 * (attempt + 1)
        try:
            return one_reply(messages, ends_at)
        except urllib.error.HTTPError as error:
            if FLAW in ("knows_no_error_but_429", "knows_429_not") and (error.code == 429) is (FLAW == "knows_429_not"):
                raise
            again = RETRIED - {529} if FLAW == "retries_what_it_has_met" else RETRIED
            if error.code not in again or b"insufficient_quota" in error.read():
                raise Unavailable("The model cannot be used.") from error
            if "retry-after-ms" in error.headers:
                wait = float(error.headers["retry-after-ms"]) / 1000
            elif "retry-after" in error.headers:
                wait = float(error.headers["retry-after"])
        except (OSError, http.client.HTTPException, ValueError) as error:
            if FLAW == "trusts_the_connection" and isinstance(error, OSError | http.client.HTTPException):
                raise
        if time.monotonic() + wait + 0.5 > ends_at and FLAW != "waits_as_long_as_told":
            break
        time.sleep(wait)
    raise Unavailable("The model gave no whole reply in time.")


def one_reply(messages, ends_at):
    request = urllib.request.Request(
        os.environ["OPENAI_BASE_URL"] + "/chat/completions",
        json.dumps({"model": os.environ["MODEL"], "messages": messages, "stream": True}).encode(),
        {"content-type": "application/json", "authorization": f"Bearer {os.environ['OPENAI_API_KEY']}"},
    )
    silence = min(SILENCE_SECONDS, max(0.1, ends_at - time.monotonic()))
    text, finish = "", None
    with urllib.request.urlopen(request, timeout=silence) as reply:
        if FLAW == "times_only_the_first_byte":
            reply.fp.raw._sock.settimeout(None)
        for line in reply:
            if time.monotonic() > ends_at and FLAW != "times_only_the_first_byte":
                raise TimeoutError("too slow")
            if not line.startswith(b"data:") or line[5:].strip() == b"[DONE]":
                continue
            event = json.loads(line[5:])
            if "choices" not in event:
                raise ValueError("an error in the stream")
            for choice in [event["choices"][0]] if FLAW == "expects_a_choice_in_every_event" else event["choices"]:
                if choice["delta"].get("refusal"):
                    raise Unusable("The model refused.")
                text += choice["delta"].get("content") or ""
                finish = choice.get("finish_reason") or finish
    if finish is None:
        raise ValueError("the stream ended early")
    if FLAW == "knows_every_finish_reason" and finish not in FINISHES:
        raise RuntimeError(f"unknown finish reason {finish}")
    if finish == "length" and FLAW != "mends_cut_replies":
        raise Unusable("The model's reply was cut.")
    return text


class Feature(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send(200, {"ready": True})

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        try:
            self.send(200, answer(asked["question"]))
        except Unavailable as why:
            self.send(200, declined(str(why)))
        except Exception as error:
            self.send(500, {"error": repr(error)})

    def send(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Feature).serve_forever()
