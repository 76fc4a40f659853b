"""A small feature without any dependency: the words of the question find passages, the model answers, nothing is guarded."""

import json
import math
import os
import re
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

TEXTS = {path.name: path.read_text(encoding="utf-8") for path in Path(os.environ["SEATRIAL_DOCUMENTS"]).iterdir()}
PASSAGES = [(name, text[at : at + 900]) for name, text in TEXTS.items() for at in range(0, len(text), 600)]
INSTRUCTIONS = (
    "Answer the question from the passages. If they do not say, set found to false. "
    'Reply in JSON: {"found": true, "answer": "...", "file": "file name", "quote": "the sentence it rests on"}'
)


def words(text):
    return set(re.findall(r"\w+", text.lower()))


RARITY = {}
for _, text in PASSAGES:
    for word in words(text):
        RARITY[word] = RARITY.get(word, 0) + 1


def answer(question):
    asked = words(question)
    best = sorted(PASSAGES, key=lambda one: -sum(math.log(len(PASSAGES) / RARITY[word]) for word in asked & words(one[1])))[:8]
    shown = "\n\n".join(f"File: {name}\n{text}" for name, text in best)
    said = json.loads(ask_model(f"{shown}\n\nQuestion: {question}"))
    if not said["found"]:
        return {"status": "declined", "reason": "The documents do not say."}
    return {"status": "answered", "answer": said["answer"], "citations": [{"document": said["file"], "quote": said["quote"]}]}


def ask_model(prompt):
    messages = [{"role": "system", "content": INSTRUCTIONS}, {"role": "user", "content": prompt}]
    request = urllib.request.Request(
        os.environ["OPENAI_BASE_URL"] + "/chat/completions",
        json.dumps({"model": os.environ["MODEL"], "messages": messages}).encode(),
        {"content-type": "application/json", "authorization": f"Bearer {os.environ['OPENAI_API_KEY']}"},
    )
    with urllib.request.urlopen(request, timeout=30) as reply:
        return json.load(reply)["choices"][0]["message"]["content"]


class Feature(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send(200, {})

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.send(200, answer(asked["question"]))

    def send(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Feature).serve_forever()
