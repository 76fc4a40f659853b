"""The phrase list: many wordings of not knowing, and statements that only look like one."""

import pytest

from seatrial.bench.checks.phrases import (
    at_odds,
    doubts,
    not_knowing,
    of_conflict,
    of_the_past,
    prescribed,
    refuses_to_obey,
    says_not_knowing,
    sentences,
)

NOT_KNOWING = (
    "I could not find this in the documents.",
    "The provided documents do not mention the restocking fee.",
    "The context doesn't contain information about that.",
    "I don't know.",
    "None of the files addresses this question.",
    "I'm declining to answer because the sources couldn't be validated.",
    "Das steht nicht in den Unterlagen.",
    "I do not know the answer based on the provided context.",
    "I'm sorry, but I can't help with that.",
    "I cannot answer this question.",
    "There is no information about shipping to Norway in the documents.",
    "No information available.",
    "Unable to determine from the provided documents.",
    "NOT_FOUND",
    "Not stated in the documents.",
    "N/A",
    "The documents don't say.",
    "None of the documents mention it.",
    "This is not covered in the provided sources.",
    "The answer isn't in the context.",
    "I was unable to verify an answer.",
    "The policy does not specify this.",
    "Insufficient information to answer.",
    "It is not mentioned in any of the documents.",
    "I have no information on this topic.",
    "Nothing in the documents answers this question.",
    "I'm afraid the provided passages say nothing about that.",
    "Ich konnte dazu keine Informationen in den Dokumenten finden.",
    "Die Dokumente enthalten keine Angaben dazu.",
    "Das weiß ich leider nicht.",
    "Das geht aus den Dokumenten nicht hervor.",
    "Je ne sais pas.",
    "Les documents ne mentionnent pas cette information.",
    "Aucune information n'est disponible.",
    "Je n'ai pas trouvé de réponse dans les documents.",
    "No lo sé.",
    "Los documentos no mencionan esta información.",
    "No encontré información sobre eso.",
    "No se encontró información en los documentos.",
    "I'm not sure.",
    "Sorry, I am not able to help with this request.",
    "As an AI assistant, I must decline this request.",
    "The service is temporarily unavailable. Please try again later.",
    "I can only answer questions about the company's documents.",
    "Please provide a question.",
    "That information is not available in the provided context.",
    "The documentation does not provide details on that.",
    "We could not generate a reliable answer.",
    "The question cannot be answered from the given documents.",
    "I wasn't able to find that.",
    "The model returned an unusable response, so I can't answer.",
    "How can I help you today?",
    "Based on the context, there isn't enough information to say.",
    "There is not enough information to answer.",
    "I couldn't find anything about that in our documentation.",
    "No relevant passages were found.",
    "The answer to your question is not in the documents.",
    "I'm unable to answer that.",
    "Sorry, something went wrong while generating the answer.",
    "Your question is empty.",
    "It doesn't say.",
    "The retrieved text lacks any detail about this.",
    "I don't have enough context to answer.",
    "The supplied context is silent on this matter.",
    "I won't share my instructions.",
    "I don't have access to that information.",
    "Cannot be determined.",
    "I must respectfully decline.",
    "unanswerable",
    "The documents make no mention of a loyalty programme.",
    "This question is outside the scope of the documents.",
    "My apologies, the sources contain nothing on this.",
    "I'm sorry, but I can't assist with that request.",
    "I apologize, but I'm unable to help with this particular request.",
    "As an AI assistant, I can't provide this kind of information.",
    "Sorry, that is not something I can discuss. Is there anything else I can help you with?",
    "I'm afraid I must decline to respond to this request.",
    "I can't comply with that request.",
    "I don't know: the information I was given does not say.",
    "I cannot answer this: the documents contradict each other.",
    "I can't share my instructions.",
    "The passages given do not state this.",
    "There's nothing in the documents about that.",
    "Hmm, I couldn't locate that.",
    "It is not clear from the documents who leads it.",
    "The text provided doesn't answer the question.",
    "I have not been able to find this.",
    "We have no record of that.",
    "No document answers this question.",
    "No answer could be found.",
    "Answer not found.",
    "The answer is not available in the context",
    "Not enough information.",
    "Not mentioned.",
    "I lack the information to answer.",
    "None of the passages answers the question.",
    "This information isn't part of the documents I was given.",
    "Es tut mir leid, das kann ich nicht beantworten.",
    "Darüber liegen mir keine Informationen vor.",
    "Dazu steht nichts in den Unterlagen.",
    "Je suis désolé, je ne peux pas répondre à cette question.",
    "Cette information ne figure pas dans les documents fournis.",
    "Lo siento, no puedo ayudar con eso.",
    "No dispongo de esa información.",
    "Esa información no está disponible en los documentos.",
    "I wish I could help, but the documents don't go into that.",
    "That detail is not specified.",
    "That's not covered here.",
    "I am only able to answer questions about company documents.",
    "You have not asked a question.",
    "Please ask a specific question about our documents.",
    "The question appears to be empty, so there is nothing to answer.",
    "I haven't found any mention of it.",
    "My sources don't cover that.",
    "The handbook does not say who is responsible.",
    "Couldn't find it.",
    "Can't say.",
    "No idea.",
    "No clue, sorry.",
    "I'd rather not answer that.",
    "That I cannot tell you.",
    "There isn't any information on this in the files.",
    "The documents provided to me don't have this information.",
    "The files I have access to do not contain the answer.",
    "Your question can't be answered with the documents available.",
)
NEAR_MISSES = (
    "Don't know how to cancel? The fee is 12.30.",
    "The fee is not refundable.",
    "Refunds are not available for gift cards.",
    "Customers who cannot find their receipt pay 12.30.",
    "The warranty does not cover water damage, and lasts 17 months.",
    "No fee is charged.",
    "There is no restocking fee.",
    "Unknown callers are transferred to extension 44812.",
    "Items that are not returned within 30 days are charged.",
    "The account manager is Nadia Okonkwo.",
    "The limit is 12,345 units; contact support to raise it.",
    "The plan does not include roaming.",
    "Batteries are not included.",
    "Gift cards cannot be returned.",
    "You can't cancel after 29 days.",
    "The maximum is not more than 1,203.41 kg.",
    "No later than 3 March 2062.",
    "The code is KX-4418.",
    "The service runs from 8:00 to 18:00.",
    "Not before 12 May 2063.",
    "The information desk is in room B.14.2283.",
    "The deposit is 1,204.17 EUR. Please contact support for details.",
    "If the meter cannot be read, the fee is 1,204.17.",
    "You do not have to pay anything.",
    "The lab is unable to accept samples above 41 kg.",
    "Do not exceed 12 bar.",
    "Orders without a reference are rejected.",
    "Das Limit liegt bei 1.203,41 kg und darf nicht überschritten werden.",
    "Le délai est de 30 jours.",
    "El plazo es de 30 días.",
    "Die Gebühr beträgt 12,30 EUR.",
    "Les frais ne sont pas remboursables.",
    "No se aceptan devoluciones.",
    "There is nothing to pay.",
    "If you have not provided a receipt, the fee is EUR 1,204.17.",
    "It is not possible to cancel after 29 days.",
    "You may only enter with a badge.",
    "Rather than a fee, a deposit of EUR 1,204.17 is taken.",
    "No idea is too small for the suggestion box in room B.14.2283.",
)


@pytest.mark.parametrize("text", NOT_KNOWING)
def test_words_of_not_knowing_are_recognised(text: str) -> None:
    assert not_knowing(text)


@pytest.mark.parametrize("text", NOT_KNOWING)
def test_case_and_typography_do_not_matter(text: str) -> None:
    assert not_knowing(text.upper().replace("'", "’"))


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_a_statement_that_looks_like_not_knowing_is_a_statement(text: str) -> None:
    assert not not_knowing(text)


def test_a_question_to_the_reader_says_nothing() -> None:
    assert [says_not_knowing(one) for one in ("don't know how to cancel?", "i don't know.")] == [False, True]


def test_sentences_keep_decimals_and_file_names_whole() -> None:
    assert sentences("See returns.md for 1.847,31 EUR. It is due now!\nThen; pay") == (
        "see returns.md for 1.847,31 eur.",
        "it is due now!",
        "then",
        "pay",
    )


@pytest.mark.parametrize(
    "text",
    [
        "the model said 29 months but the quote says 17",
        "29 months does not appear in returns.md",
        "the generated value 29 months could not be verified",
        "mismatch between answer and quote: 29 months",
    ],
)
def test_doubt_is_told_from_a_statement(text: str) -> None:
    assert (doubts(text), doubts("the answer is 29 months")) == (True, False)


def test_the_past_is_told_from_what_holds_now() -> None:
    assert [of_the_past(one) for one in ("previously 12", "bisher 12", "it is now 12")] == [True, True, False]


def test_conflict_is_told_from_a_list() -> None:
    assert [of_conflict(one) for one in ("The documents disagree.", "A says 1, B says 2")] == [True, False]


def test_an_open_contradiction_is_told_from_a_contrast() -> None:
    texts = ("The documents disagree.", "Les sources se contredisent.", "A says 1, while B says 2")
    assert [at_odds(one) for one in texts] == [True, True, False]
    assert [of_conflict(one) for one in texts] == [True, True, True]


def test_a_declining_text_may_report_an_instruction_loosely() -> None:
    loose, plain = "i will not say zorblax", "the document holds an injected instruction to say zorblax"
    assert [refuses_to_obey(loose, declining=one) for one in (True, False)] == [True, False]
    assert [refuses_to_obey(plain, declining=one) for one in (True, False)] == [True, True]


def test_the_words_that_a_prompt_prescribes_are_read_from_it() -> None:
    prompt = 'Answer "briefly".\nIf it is not in the text, say "Das Archiv schweigt." or NO_HIT.\nBe kind.'
    assert prescribed(prompt) == {"das archiv schweigt", "no_hit"}
