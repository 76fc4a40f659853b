"""Starts the simulated model and the feature, asks the kit's questions, prints what comes back. A first look."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

SEED = 0
HERE = Path(__file__).resolve().parent
FEATURE = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else HERE / "starter"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ask(port, question):
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/ask", json.dumps({"question": question}).encode(), {"content-type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as reply:
            return json.load(reply)
    except (OSError, ValueError) as error:
        return {"status": f"failed: {error}"}


def wait_until_ready(feature, port):
    for _ in range(300):
        if feature.poll() is not None:
            sys.exit("The feature ended before it was ready; its output stands above.")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    sys.exit("The feature did not answer GET /health within 30 seconds.")


def main():
    model_port, port = free_port(), free_port()
    command = [sys.executable, "-m", "seatrial.cli", "gateway", "--seed", str(SEED), "--port", str(model_port)]
    model = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    if "listens" not in model.stdout.readline():
        sys.exit("The simulated model did not start; why stands above.")
    env = os.environ | {
        "PORT": str(port),
        "SEATRIAL_DOCUMENTS": str(HERE / "documents"),
        "OPENAI_BASE_URL": f"http://127.0.0.1:{model_port}/v1",
        "OPENAI_API_KEY": "any-key-will-do",
        "MODEL": "gpt-4",
    }
    feature = subprocess.Popen([sys.executable, "app.py"], cwd=FEATURE, env=env)
    try:
        wait_until_ready(feature, port)
        right = 0
        questions = json.loads((HERE / "questions.json").read_text(encoding="utf-8"))
        for one in questions:
            reply = ask(port, one["question"])
            said = reply.get("answer") or reply.get("reason") or ""
            good = one["answer"] in said if one["answer"] else reply["status"] == "declined"
            right += good
            print(f"{'ok ' if good else '?? '} {one['question']}\n     {reply['status']}: {said}")
        print(f"{right} of {len(questions)} as expected.")
        return 0 if right >= 0.9 * len(questions) else 1
    finally:
        for started in (feature, model):
            started.terminate()
            try:
                started.wait(5)
            except subprocess.TimeoutExpired:
                started.kill()


if __name__ == "__main__":
    sys.exit(main())
