"""The checks of a brief: a corpus of sentences that must trigger, and of sentences that must not."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seatrial.loop.takehome.brief import (
    DEFAULT_AI_POLICY,
    DEFAULT_LOOKED_FOR,
    DEFAULT_TASK,
    DEFAULT_WORK_POLICY,
    Terms,
)
from seatrial.loop.takehome.findings import Finding, Pace, Uses, missing_statements, mistakes, triggered
from seatrial.loop.takehome.vocabulary import TRIGGERS

GOOD = Terms(
    family="docqa",
    budget_hours=Decimal(3),
    task=DEFAULT_TASK["docqa"],
    looked_for=DEFAULT_LOOKED_FOR,
    ai_policy=DEFAULT_AI_POLICY,
    work_policy=DEFAULT_WORK_POLICY,
)
UNUSED = Uses()

MUST = (
    ("puzzle", "Solve this little puzzle about token budgets.", "puzzle"),
    ("puzzle", "There is a hidden catch in the data; find it.", "hidden catch"),
    ("puzzle", "Part two is a LeetCode medium on intervals.", "LeetCode"),
    ("puzzle", "Implement the search without using any libraries.", "without using any libraries"),
    ("puzzle", "State the time complexity of your retrieval.", "time complexity"),
    ("puzzle", "Write it in as few lines as possible.", "as few lines as"),
    ("puzzle", "We start with two riddles and a warm-up.", "riddles"),
    ("puzzle", "Begin with a brain-teaser", "brain-teaser"),
    ("puzzle", "Rank the passages with dynamic programming.", "dynamic programming"),
    ("puzzle", "Store the chunks in a binary tree of your own.", "binary tree"),
    ("puzzle", "Can you spot the bug that we planted?", "Can you spot the"),
    ("puzzle", "Not everyone sees it at once: it is a puzzle.", "puzzle"),
    ("open-ended", "Add as many features as you find useful.", "as many features as"),
    ("open-ended", "Bonus points for a chat history.", "Bonus points"),
    ("open-ended", "If you have time, add streaming.", "If you have time, add"),
    ("open-ended", "Surprise us!", "Surprise us"),
    ("open-ended", "Feel free to extend it in any direction.", "Feel free to extend"),
    ("open-ended", "Most people do it over the weekend.", "over the weekend"),
    ("open-ended", "The task is deliberately open-ended.", "open-ended"),
    ("open-ended", "Take as long as you need.", "as long as you need"),
    ("open-ended", "Take your time and be creative.", "Take your time"),
    ("open-ended", "Stretch goals are listed at the end.", "Stretch goals"),
    ("open-ended", "We love candidates who go above and beyond.", "go above and beyond"),
    ("open-ended", "Nice to have: a settings page.", "Nice to have"),
    ("open-ended", "There is no time limit.", "no time limit"),
    ("open-ended", "You get a few days for it.", "a few days for it"),
    ("open-ended", "Show off what you can do.", "Show off"),
    ("open-ended", "Don’t hold back: impress us.", "impress us"),
    ("puzzle", "Implement an LRU cache first.", "LRU cache"),
    ("open-ended", "Plan to spend up to 8 hours on it.", "spend up to 8 hours"),
    ("polish", "We expect production\u2011ready code, please.", "production-ready"),
    ("open-ended", "Most candidates spend 2-3 days on it.", "spend 2-3 days"),
    ("open-ended", "There is no limit on what you build.", "no limit on what"),
    ("open-ended", "Make it as complete as possible.", "as complete as possible"),
    ("open-ended", "If you have time left, please add voice.", "If you have time left, please add"),
    ("polish", "Bring it to production level.", "production level"),
    ("polish", "It needs a nice, responsive frontend.", "nice, responsive frontend"),
    ("polish", "More than just a script: a slick product.", "slick"),
    ("known-public", "Let people ask questions to a PDF.", "questions to a PDF"),
    ("polish", "We expect production-ready code.", "production-ready"),
    ("polish", "The code should be of production quality.", "production quality"),
    ("polish", "Give it a beautiful user interface.", "beautiful user interface"),
    ("polish", "A polished result matters to us.", "polished"),
    ("polish", "Everything must be fully tested.", "fully tested"),
    ("polish", "Aim for 90% test coverage.", "90% test coverage"),
    ("polish", "Deploy it to a server of your choice.", "Deploy it to"),
    ("polish", "Send us a live URL.", "live URL"),
    ("polish", "Include a CI/CD pipeline.", "CI/CD"),
    ("polish", "Ship manifests for Kubernetes.", "Kubernetes"),
    ("polish", "Record a demo video of five minutes.", "demo video"),
    ("polish", "It needs user accounts and a login page.", "user accounts"),
    ("polish", "We want pixel-perfect screens.", "pixel-perfect"),
    ("polish", "It should be bug-free and mobile-friendly.", "bug-free"),
    ("polish", "Not only a script but a slick product.", "slick"),
    ("polish", "Nothing less than production-ready code will do.", "production-ready"),
    ("polish", "A script is not needed: show us a polished product.", "polished"),
    ("open-ended", "Don’t worry, be creative.", "be creative"),
    ("known-public", "Build a “chat with your PDF” app.", "chat with your PDF"),
    ("known-public", "Answer questions about Paul Graham’s essays.", "Paul Graham"),
    ("known-public", "Use the attached dump of Wikipedia.", "Wikipedia"),
    ("known-public", "Classify IMDB reviews by mood.", "IMDB reviews"),
    ("known-public", "Build a sentiment classifier for tweets.", "sentiment classifier"),
    ("known-public", "Write a to-do app with an assistant.", "to-do app"),
    ("known-public", "Answer from the company’s 10-K filings.", "10-K filings"),
    ("known-public", "Use HotpotQA to test it.", "HotpotQA"),
    ("known-public", "Write a text-to-SQL agent.", "text-to-SQL"),
    ("known-public", "Build a movie recommendation bot.", "movie recommendation"),
)

MUST_NOT = (
    "This is not a puzzle.",
    "There are no trick questions and there is no hidden catch.",
    "We don’t ask for LeetCode.",
    "We will never ask you for the time complexity of anything.",
    "You will find no riddles here.",
    "It puzzled us too when a model first did this.",
    "Nothing here is a brain teaser.",
    "The documents are linked to each other; lists of prices stand in CSV files.",
    "You may use any library.",
    "You need not write it without help.",
    "Please don’t add as many features as you can.",
    "There are no bonus points for extra features.",
    "Nobody gets extra credit for going on past the evening; no extra points either.",
    "Please stop after three hours, and do not work on it over the weekend.",
    "The scope is closed rather than open-ended.",
    "You do not need to impress us.",
    "It is not about showing off; don’t surprise us.",
    "We read it within a few working days.",
    "We answer within one week.",
    "You can start it on any day you like.",
    "If you have questions, ask.",
    "A creative answer is a wrong answer here: quote the document.",
    "We don’t need a login page, user accounts or Kubernetes.",
    "A login page isn’t needed, and dark mode does not matter.",
    "Kubernetes is out of scope.",
    "Do not take more time than that.",
    "Say what you would add next, and leave it out.",
    "We do not expect production-ready code.",
    "It need not be polished.",
    "Not production quality: one evening’s work.",
    "A user interface is not needed, let alone a beautiful user interface.",
    "Please don’t deploy it to anywhere.",
    "No CI/CD, no Kubernetes.",
    "It can be ugly, without a login page or user accounts.",
    "Tests are yours to choose; we do not count coverage.",
    "We run it on our own machine, so no live URL is needed.",
    "We care less about the demo than about how you handle the ways it can fail.",
    "A slow answer in production is worse than none.",
    "It has to survive what production does to it.",
    "The service answers questions from a folder of documents.",
    "Accounts of customers stand in the CSV file.",
    "The interface is one HTTP endpoint.",
    "The documents are of a made-up company, so nothing about it is on Wikipedia, or anywhere else.",
    "Unlike a “chat with your PDF” tutorial, the documents contradict each other.",
    "Use the documents of the kit instead of Wikipedia.",
    "The recipe for starting it stands in the manifest.",
    "The mood of the answer does not matter.",
    "Weather data is not part of the documents.",
    "Do what you would do at work.",
    "We look at how you know whether it is good.",
    "The model behind it can be wrong, can break off and can be fooled.",
    "The stored documents are read-only.",
    "You may leave things undone; tell us which.",
    "A few days after you handed it in we talk it through with you.",
    "If you have time left, stop and write down what you would have done next.",
    "We would rather see a rough thing that fails honestly than a slick one that lies.",
    "Extra features earn nothing; a polished interface is not what we grade.",
    "Skip the login page. Code coverage is not measured.",
    "You have ten days to send it back; the work itself is one evening.",
    "We value honesty over a slick demo.",
    "You may use the language of your choice.",
    "Support answers within 8 hours, and a delivery takes a day.",
    "There is no deadline and no limit on AI help; answer as many of the questions as you can.",
    "A refund takes 5 days, orders are ready to ship at noon, and the shop is open all week.",
    "Features like this, once deployed to thousands of users, fail quietly.",
    "We deploy your service in a sandbox of ours, next to the detailed documentation of the product.",
)


@pytest.mark.parametrize(("rule", "sentence", "words"), MUST)
def test_a_mistake_is_found_in_the_very_words(rule: str, sentence: str, words: str) -> None:
    found = triggered(rule, sentence)
    assert found[:1] == (words,)


@pytest.mark.parametrize("sentence", MUST_NOT)
def test_a_harmless_or_denying_sentence_triggers_nothing(sentence: str) -> None:
    assert {rule: triggered(rule, sentence) for rule in TRIGGERS} == dict.fromkeys(TRIGGERS, ())


def test_the_corpus_is_large_enough_to_mean_something() -> None:
    assert (len(MUST) >= 40, len(MUST_NOT) >= 40) == (True, True)


@pytest.mark.parametrize(("rule", "phrase"), [(rule, one) for rule, many in TRIGGERS.items() for one in many])
def test_every_listed_phrase_triggers_its_rule_and_its_denial_does_not(rule: str, phrase: str) -> None:
    words = phrase.replace(" _ ", " new ").replace("*", "")
    assert triggered(rule, f"Please note: {words}, thank you.") != ()
    assert triggered(rule, f"We do not want {words}.") == ()


def test_the_default_texts_make_every_statement_and_no_mistake() -> None:
    assert missing_statements(GOOD) == ()
    assert mistakes(GOOD, uses=UNUSED) == ()


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("looked_for", "Don’t optimise for a good demo. Show us how it copes when things go sideways."),
        ("looked_for", "The demo counts for little; how it handles failure counts for a lot."),
        ("looked_for", "We weigh robustness over presentation."),
        ("looked_for", "We don’t mind an ugly prototype. We mind a wrong answer shown as right."),
        ("ai_policy", "Claude, Copilot, anything: go ahead, but be able to explain it."),
        ("ai_policy", "Do it with or without AI, as you prefer."),
        ("ai_policy", "We don’t restrict the use of AI."),
        ("work_policy", "The code stays with you; after the decision we throw our copy away."),
        ("work_policy", "We delete everything after the decision."),
        ("work_policy", "Your code is never shown to third parties nor shipped by us."),
    ],
)
def test_a_statement_may_be_made_in_other_words(field: str, text: str) -> None:
    assert missing_statements(replace(GOOD, **{field: text})) == ()


@pytest.mark.parametrize(
    "text", ["We use AI in our product.", "We will discuss AI later; it can wait.", "Ask your AI."]
)
def test_speaking_of_ai_says_nothing_about_what_help_is_allowed(text: str) -> None:
    assert [one.rule for one in missing_statements(replace(GOOD, ai_policy=text))] == ["says-ai-policy"]


@pytest.mark.parametrize(
    ("changes", "rule", "says"),
    [
        (
            {"looked_for": "We look for clean code."},
            "says-looked-for",
            "The brief does not say that the demo matters less, nor how it can fail.",
        ),
        (
            {"looked_for": "We care about how it can fail more than about anything."},
            "says-looked-for",
            "The brief does not say that the demo matters less.",
        ),
        (
            {"ai_policy": "Ask us."},
            "says-ai-policy",
            "The brief does not say what AI help is allowed.",
        ),
        (
            {"work_policy": "Thank you for your work!"},
            "says-work-policy",
            "The brief does not say what becomes of the work.",
        ),
        (
            {"looked_for": "A polished demo without errors matters most."},
            "says-looked-for",
            "The brief does not say that the demo matters less.",
        ),
        (
            {"ai_policy": "We have no opinion on AI yet. Use your time well."},
            "says-ai-policy",
            "The brief does not say what AI help is allowed.",
        ),
        (
            {"task": "Build something with AI."},
            "says-task",
            "The task is said in fewer than 12 words; nobody can tell from it what to build.",
        ),
        ({"budget_hours": Decimal("8.0")}, "says-budget", "8 hours are no evening: the most is 4."),
    ],
)
def test_a_brief_lacks_a_statement(changes: dict[str, object], rule: str, says: str) -> None:
    found = missing_statements(replace(GOOD, **changes))  # type: ignore[arg-type]
    assert [(one.rule, one.says, one.stops) for one in found] == [(rule, says, True)]


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("looked_for", "What your demo shows matters less to us than what happens when the model is wrong."),
        ("looked_for", "Polish is not looked at. How the thing breaks is."),
        ("looked_for", "The happy path is the easy half; errors interest us more."),
        ("ai_policy", "Coding assistants are welcome."),
        ("ai_policy", "Please work without ChatGPT and the like."),
        ("ai_policy", "Use any LLM you want."),
        ("ai_policy", "No AI, please."),
        ("ai_policy", "How much AI you use is up to you."),
        ("work_policy", "Your code is deleted after three months."),
        ("work_policy", "What you hand in belongs to you."),
        ("work_policy", "We keep the submission for a year and never use it in a product."),
    ],
)
def test_a_statement_counts_in_other_words_too(field: str, text: str) -> None:
    assert missing_statements(replace(GOOD, **{field: text})) == ()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("uses", "words"),
    [
        (Uses(briefs=39, months=11), None),
        (Uses(briefs=40, months=2), "past 40 briefs"),
        (Uses(briefs=79, months=2), "past 40 briefs"),
        (Uses(briefs=80, months=2), "past 80 briefs"),
        (Uses(briefs=3, months=12), "past 12 months"),
        (Uses(briefs=41, months=25), "past 40 briefs and 24 months"),
        (Uses(briefs=5, months=1, most_briefs=5), "past 5 briefs"),
    ],
)
def test_a_task_is_over_used_by_briefs_or_by_age_and_again_at_the_next_mark(uses: Uses, words: str | None) -> None:
    found = mistakes(GOOD, uses=uses)
    assert [(one.rule, one.words, one.field, one.stops) for one in found] == [
        ("over-used", words, "task", False) for words in [words] if words
    ]


def test_a_task_past_its_evening_says_so_with_the_numbers() -> None:
    found = mistakes(GOOD, uses=UNUSED, pace=Pace(minutes=290, count=4))
    assert [(one.rule, one.words, one.says, one.field, one.stops) for one in found] == [
        (
            "past-evening",
            "about 5 hours",
            (
                "It takes longer than it says: half of the 4 people who did it needed more than 4 h 50 min, "
                "and the brief speaks of 3 hours."
            ),
            "budget_hours",
            False,
        )
    ]


def test_a_finding_says_where_it_stands() -> None:
    found = mistakes(replace(GOOD, ai_policy="Use any AI. Impress us."), uses=UNUSED)
    assert found == (
        Finding(
            "open-ended",
            "Impress us",
            "Leaves the end open. Whoever has a free week will win against whoever has an evening.",
            "Say where the work ends: what is in, and that nothing more is looked at.",
            "ai_policy",
        ),
    )


@given(st.text(max_size=400))
def test_no_text_makes_the_checks_stumble(text: str) -> None:
    terms = replace(GOOD, task=text, work_policy=text)
    shown = [one.words.lower() for one in mistakes(terms, uses=UNUSED)]
    assert all(words in text.replace("’", "'").lower() for words in shown)
