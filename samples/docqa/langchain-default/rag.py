"""RAG chain: load, split, embed, retrieve, generate."""

import os

from langchain_core.documents import Document
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnablePassthrough
from langchain_core.vectorstores import InMemoryVectorStore
from langchain_openai import ChatOpenAI, OpenAIEmbeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter
from pydantic import BaseModel, Field


class Citation(BaseModel):
    """A citation from a source document."""

    document: str = Field(description="The source (file name) of the document that justifies the answer.")
    quote: str = Field(description="The VERBATIM quote from the document that justifies the answer.")


class QuotedAnswer(BaseModel):
    """Answer the user question based only on the given sources, and cite the sources used."""

    answer: str = Field(description="The answer to the user question, which is based only on the given sources.")
    citations: list[Citation] = Field(description="Citations from the given sources that justify the answer.")


# Load
folder = os.environ["SEATRIAL_DOCUMENTS"]
docs = []
for name in sorted(os.listdir(folder)):
    with open(os.path.join(folder, name), encoding="utf-8") as f:
        docs.append(Document(page_content=f.read(), metadata={"source": name}))

# Split
text_splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
splits = text_splitter.split_documents(docs)

# Embed and store
vectorstore = InMemoryVectorStore.from_documents(splits, OpenAIEmbeddings(model="text-embedding-3-small"))
retriever = vectorstore.as_retriever(search_kwargs={"k": 8})

# Generate
llm = ChatOpenAI(model=os.environ["MODEL"], temperature=0)

prompt = ChatPromptTemplate.from_messages(
    [
        (
            "system",
            "You're a helpful AI assistant. Given a user question and some documents, answer the user question in one or "
            "two sentences. If none of the documents answer the question, just say you don't know."
            "\n\nHere are the documents:\n\n{context}",
        ),
        ("human", "{question}"),
    ]
)


def format_docs(docs: list[Document]) -> str:
    return "\n\n".join(f"Source: {doc.metadata['source']}\nContent: {doc.page_content}" for doc in docs)


chain = (
    {"context": retriever | format_docs, "question": RunnablePassthrough()}
    | prompt
    | llm.with_structured_output(QuotedAnswer)
)
