"""What a key of a JSON object (an XML tag, a line's label) stands for, told from its name and its description."""

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache


class Slot(StrEnum):
    """The meanings that a key may have."""

    ANSWER = "answer"
    VALUE = "value"
    CITATIONS = "citations"
    DOCUMENT = "document"
    NUMBER = "number"
    QUOTE = "quote"
    STATUS = "status"
    FOUND = "found"
    MISSING = "missing"
    CONFIDENCE = "confidence"
    REASON = "reason"
    DECLINED = "declined"
    VERDICT = "verdict"
    FAULTY = "faulty"
    FAULTS = "faults"
    QUERY = "query"
    RANKING = "ranking"
    CATEGORY = "category"
    QUESTION = "question"
    UNKNOWN = "unknown"


_BY_NAME: tuple[tuple[Slot, str], ...] = (
    (
        Slot.DECLINED,
        r"(?:decline|refusal|abstain|abstention|no_answer|failure|error)(?:_?(?:reason|message|explanation))?|why_not|missing_information",
    ),
    (
        Slot.MISSING,
        r"(?:is_|was_|not_)?(?:unanswerable|not_found|not_answerable|cannot_answer|no_answer|insufficient(?:_\w+)?|missing|declined|abstained|refused|unknown|dont_know|needs_human|out_of_scope|not_in_\w+)",
    ),
    (
        Slot.FAULTY,
        r"(?:is_|has_|contains_)?(?:hallucinat\w*|unsupported|ungrounded|contradict\w*|unfaithful|incorrect|invalid|wrong|conflict(?:ing|s)?)",
    ),
    (
        Slot.FAULTS,
        r"(?:unsupported|hallucinated|contradicted|incorrect|problematic|false|wrong|missing)_\w+|issues|problems|objections?|complaints?|concerns?|errors|violations|contradictions|hallucinations",
    ),
    (
        Slot.VERDICT,
        r"(?:is_|are_|all_|fully_|answer_|claim_|was_)*(?:supported|grounded|faithful|verified|valid|correct|entailed|consistent|accurate|relevant|useful|pass(?:es|ed)?|verdict|binary_score|judge?ment|ok|approved|decision|true|truthful|factual|groundedness|faithfulness|relevance|correctness|contains_answer|support|safe|sufficient|is_safe|rating|grade|accept(?:ed|able)?)(?:_by_\w+|_in_\w+|_score|_label|_verdict|_rating)?",
    ),
    (
        Slot.FOUND,
        r"(?:is_|was_|has_|can_|could_|be_|question_|answer_)*(?:found|answerable|answered|known|has_answer|can_answer|in_context|answer_found|found_answer|success|sufficient_context|context_sufficient|sufficient_information|answerable_from_context|enough_information|found_in_\w+|answer_in_\w+|has_enough_\w+|in_documents?)",
    ),
    (
        Slot.CONFIDENCE,
        r"(?:\w+_)?(?:confidence|certainty|probability|likelihood)(?:_\w+)?|score|confident|is_confident",
    ),
    (
        Slot.REASON,
        r"(?:\w+_)?(?:reason(?:ing|s)?|rationale|explanation|explain|thoughts?|thinking|analysis|chain_of_thought|cot|scratch_?pad|justification|steps?|notes?|comments?|feedback|critique|why|think|plan)(?:_\w+)?",
    ),
    (
        Slot.QUERY,
        r"(?:\w+_)?(?:query|queries|search_terms?|keywords?|key_?phrases?|standalone(?:_question)?|rewritten(?:_\w+)?|rephrased(?:_\w+)?|reformulat\w*|sub_?questions?|variations?|versions?|paraphrases?|alternatives?|hypothetical\w*|search|terms|questions|condensed_question)",
    ),
    (
        Slot.QUOTE,
        r"(?:\w+_)?(?:quotes?|quotations?|excerpts?|snippets?|verbatim|span|spans|supporting_(?:text|sentences?|evidence|facts?|passage)|substring_quote|sentence|sentences|extract|exact|exact_\w+|relevant_(?:text|sentences?|parts?|quotes?)|evidence(?:_text|_quote|_sentence)?|proof|cited_text|source_text|passage_text|original_text|text_span)",
    ),
    (
        Slot.CITATIONS,
        r"(?:\w+_)?(?:citations?|sources?|references?|refs|cites|citation_list|footnotes|bibliography|attributions?|provenance|cited|used(?:_(?:documents?|sources?|passages?|ids?|numbers?|chunks?))?|(?:supporting|cited|evidence|proof)_(?:ids?|lines?|rows?|passages?|chunks?|docs?|documents?|items?|numbers?|indices)|(?:lines?|rows?|sentences?|snippets?|excerpts?|items?|paragraphs?)_(?:ids?|numbers?|indices|refs?))",
    ),
    (
        Slot.RANKING,
        r"rank(?:ing|ed|s|ings)?(?:_\w+)?|order(?:ing|ed_\w+)?|indices|indexes|(?:relevant|selected|top|best|ranked|chosen|useful|kept)_(?:ids?|indices|numbers?|passages?|documents?|chunks?|docs?|sources?|results?)|scores|relevance_scores|selections?|results|top_k|passage_ids|choices",
    ),
    (Slot.NUMBER, r"(?:\w+_)?(?:number|index|idx|no|num|position|rank|n|i)"),
    (
        Slot.DOCUMENT,
        r"(?:\w+_)?(?:documents?|docs?|files?|file_?names?|source_?(?:name|id|file|document)?|document_?(?:name|id|title)?|doc_?(?:id|name|title)?|ids?|uri|url|path|title|label|handle|section|chunk(?:_id)?|passages?|passage_id|ref|reference|citation|origin|from|location|page|name|key)",
    ),
    (
        Slot.STATUS,
        r"(?:\w+_)?(?:status|state|outcome|type|kind|result_type|response_type|answer_type|action|disposition|mode)",
    ),
    (
        Slot.CATEGORY,
        r"(?:\w+_)?(?:category|class|classification|intent|route|datasource|data_source|destination|topic|labels?|next|department|language)",
    ),
    (Slot.QUESTION, r"(?:\w+_)?(?:question|user_input|input|prompt)"),
    (
        Slot.VALUE,
        r"(?:\w+_)?(?:value|short_answer|short|bare_answer|exact_answer|answer_value|amount|figure|entity|number_value|fact_value|concise_answer|direct_answer)",
    ),
    (
        Slot.ANSWER,
        r"(?:\w+_)*(?:answer|answers|response|responses|result|reply|text|content|output|final|message|statement|statements|claims?|facts?|body|summary|completion|conclusion|solution|antwort|respuesta|information|description|final_answer|data|details?)(?:_text|_sentence|_md|_markdown)?",
    ),
)
_NAMES = tuple((slot, re.compile(shape)) for slot, shape in _BY_NAME)
_BY_DESCRIPTION: tuple[tuple[Slot, str], ...] = (
    (Slot.QUOTE, r"verbatim|quote|exact (?:sentence|text|wording|words)|word for word"),
    (
        Slot.DOCUMENT,
        r"file ?name|name of the (?:source|document|file)|document (?:name|id|title)|which document|source (?:document|file)",
    ),
    (Slot.CITATIONS, r"citation|sources|references"),
    (Slot.CONFIDENCE, r"confiden|how (?:sure|certain)"),
    (Slot.REASON, r"reason|explain|step by step|rationale"),
    (Slot.QUERY, r"search quer|standalone"),
    (Slot.ANSWER, r"answer|response|reply"),
)
_DESCRIPTIONS = tuple((slot, re.compile(shape, re.IGNORECASE)) for slot, shape in _BY_DESCRIPTION)
_ABROAD: tuple[tuple[Slot, str], ...] = (
    (Slot.ANSWER, r"antwort(?:text)?|reponse|respuesta|ergebnis"),
    (
        Slot.QUOTE,
        r"(?:woertliches_|wortliches_)?zitate?|textstelle|auszug|belegstelle|extrait|citation_exacte|cita(?:_textual)?|fragmento",
    ),
    (Slot.CITATIONS, r"quellen|belege|fuentes|citas|referencias|quellenangaben"),
    (
        Slot.DOCUMENT,
        r"quelle|datei(?:_?name)?|dokument(?:en?_?name)?|fichier|nom_(?:du_)?(?:fichier|document)|archivo|documento|fuente|nombre_(?:del_)?(?:archivo|documento)",
    ),
    (Slot.FOUND, r"(?:ist_)?(?:gefunden|beantwortbar|beantwortet)|antwort_gefunden|trouvee?|encontrad[oa]|respondida"),
    (Slot.CONFIDENCE, r"sicherheit|konfidenz|confiance|confianza"),
    (
        Slot.REASON,
        r"begrundung|begruendung|grund|erklarung|erklaerung|raison(?:nement)?|motif|motivo|razon|explicacion",
    ),
    (Slot.STATUS, r"statut|estado|zustand"),
    (
        Slot.VERDICT,
        r"(?:ist_)?(?:belegt|korrekt|gestutzt|gestuetzt|richtig)|correcte?|justifiee?|correct[oa]|respaldad[oa]",
    ),
)
_FOREIGN = tuple((slot, re.compile(shape)) for slot, shape in _ABROAD)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@lru_cache(maxsize=2048)
def slot_of(name: str, description: str = "") -> Slot:
    """Return what a key stands for."""
    plain = unicodedata.normalize("NFKD", _CAMEL.sub("_", name).lower())
    key = re.sub(r"[^a-z0-9]+", "_", "".join(one for one in plain if not unicodedata.combining(one))).strip("_")
    for slot, shape in (*_FOREIGN, *_NAMES):
        if shape.fullmatch(key):
            return slot
    for slot, shape in _DESCRIPTIONS:
        if shape.search(description) or shape.search(key.replace("_", " ")):
            return slot
    return Slot.UNKNOWN
