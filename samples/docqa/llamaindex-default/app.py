import os
import re

from flask import Flask, request
from llama_index.core import Document, Settings, VectorStoreIndex
from llama_index.core.query_engine import CitationQueryEngine
from llama_index.embeddings.openai import OpenAIEmbedding
from llama_index.llms.openai import OpenAI
from waitress import serve

Settings.llm = OpenAI(model=os.environ["MODEL"], temperature=0.1)
Settings.embed_model = OpenAIEmbedding(model="text-embedding-3-small")
Settings.chunk_size = 512

folder = os.environ["SEATRIAL_DOCUMENTS"]
documents = []
for name in sorted(os.listdir(folder)):
    with open(os.path.join(folder, name), encoding="utf-8") as f:
        documents.append(Document(text=f.read(), metadata={"file_name": name}))

index = VectorStoreIndex.from_documents(documents)
query_engine = CitationQueryEngine.from_args(index, similarity_top_k=6, citation_chunk_size=256)

app = Flask(__name__)


@app.get("/health")
def health():
    return {"status": "ok"}


@app.post("/ask")
def ask():
    response = query_engine.query(request.json["question"])
    answer = str(response)
    citations = []
    for number in dict.fromkeys(re.findall(r"\[(\d+)\]", answer)):
        node = response.source_nodes[int(number) - 1].node
        quote = node.get_content().removeprefix(f"Source {number}:\n").strip()
        citations.append({"document": node.metadata["file_name"], "quote": quote})
    return {"status": "answered", "answer": answer, "citations": citations}


if __name__ == "__main__":
    serve(app, host="127.0.0.1", port=int(os.environ["PORT"]))
