"""Retrieval-augmented answering as LangChain's tutorial builds it."""

import os
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from langchain_core.documents import Document
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.vectorstores import InMemoryVectorStore
from langchain_openai import ChatOpenAI, OpenAIEmbeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter
from pydantic import BaseModel, Field


class Citation(BaseModel):
    """A source of the answer."""

    source: str = Field(description="The file name of the document the quote was taken from")
    quote: str = Field(description="The verbatim sentence from the document that justifies the answer")


class CitedAnswer(BaseModel):
    """Answer the user question based only on the given context, and cite the sources used."""

    found: bool = Field(description="Whether the context contains the answer")
    answer: str = Field(description="The answer to the user question, based only on the given context")
    citations: list[Citation] = Field(description="The citations that justify the answer")


class Ask(BaseModel):
    """What is asked."""

    question: str


folder = Path(os.environ["SEATRIAL_DOCUMENTS"])
docs = [Document(path.read_text(encoding="utf-8"), metadata={"source": path.name}) for path in sorted(folder.iterdir())]
splits = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200).split_documents(docs)
vector_store = InMemoryVectorStore(OpenAIEmbeddings())
vector_store.add_documents(splits)
retriever = vector_store.as_retriever(search_kwargs={"k": 8})

prompt = ChatPromptTemplate.from_messages(
    [
        (
            "system",
            "You are an assistant for question-answering tasks. Use the following pieces of retrieved context to answer "
            "the question. If you don't know the answer, just say that you don't know. "
            "Use three sentences maximum and keep the answer concise.\n\n{context}",
        ),
        ("human", "{question}"),
    ]
)
chain = prompt | ChatOpenAI(model=os.environ["MODEL"], temperature=0).with_structured_output(CitedAnswer)


def format_docs(found: list[Document]) -> str:
    return "\n\n".join(f"Source: {doc.metadata['source']}\nContent: {doc.page_content}" for doc in found)


app = FastAPI()


@app.get("/health")
def health() -> dict:
    return {"status": "ok"}


@app.post("/ask")
def ask(asked: Ask) -> dict:
    context = format_docs(retriever.invoke(asked.question))
    result = chain.invoke({"context": context, "question": asked.question})
    if not result.found:
        return {"status": "declined", "reason": result.answer or "I don't know."}
    citations = [{"document": citation.source, "quote": citation.quote} for citation in result.citations]
    return {"status": "answered", "answer": result.answer, "citations": citations}


uvicorn.run(app, host="127.0.0.1", port=int(os.environ["PORT"]))
