"""The words by which the checks of a brief go. The same lists stand in docs/reference/brief-checks.md; a test compares.

In a phrase, `*` stands for the rest of a word and `_` for up to three words of any kind; a comma may stand behind any
word but the last. Case does not matter.
"""

from collections.abc import Mapping


def _listed(phrases: str) -> tuple[str, ...]:
    return tuple(" ".join(one.split()) for one in phrases.split(","))


PUZZLE = _listed(
    """
    puzzle, puzzles, riddle*, brain teaser*, brain-teaser*, brainteaser*, trick question*, hidden catch, hidden
    trap*, leetcode, hackerrank, codility, code golf, fewest lines, as few lines as, time complexity, big-o, big
    o notation, dynamic programming, linked list*, binary tree*, red-black tree*, n-queens, sudoku, towers of
    hanoi, crack the code, can you spot the, without using any librar*, without any librar*, lru cache, reverse
    a string, reverse a linked, sorted arrays, o(n), o(1), o(log n), palindrome*, anagram*, fibonacci, prime
    numbers, knapsack, travelling salesman, traveling salesman, shortest path, eight queens, find the trick,
    spot the trick, figure out the trick, weighings, chess problem*, crossword*, logic problem*, iq test*,
    coding challenge site*, the least number of calls, the least number of lines, the fewest calls, whiteboard
    problem*
    """
)

OPEN_ENDED = _listed(
    """
    open-ended, open ended, as much as you like, as much as you can, as many features as, as far as you can, as
    far as you like, as long as you like, as long as you need, as long as you want, take all the time, take your
    time, no time limit, no upper limit, sky is the limit, bonus point*, bonus feature*, extra credit, extra
    points, stretch goal*, nice to have, nice-to-have*, time permitting, feel free to add, feel free to extend,
    feel free to go further, any other feature*, whatever else you, anything else you can think of, anything you
    like, be creative, surprise us, impress us, wow us, blow us away, show off, go above and beyond, above and
    beyond, the more the better, over the weekend, a whole weekend, the whole weekend, a full week, a whole
    week, as complete as possible, as complete as you can, as impressive as, as ambitious as, go wild,
    over-deliver*, overdeliver*, exceed expectations, exceed our expectations, no fixed scope, no limit on what,
    no limit to what, no limit on the scope, a few days for it, a few days for this, several days for it,
    several days for this, a few days on it, a few days on this, a few days of work, several days of work, days'
    work, best submission wins, best one wins, extra marks, extra feature*, optional extra*, optional
    extension*, optional bonus*, feel free to improve, feel free to build more, show us what you can do, show
    what you can do, show your talent*, shows your talent*, be ambitious, best possible solution*, best possible
    app*, best possible assistant*, best possible product*, best possible system*, something amazing, something
    original, you think is cool, you find cool, surprise the team, impress the team, winning solution, the more
    features, do as much as possible, build as much as possible, be bold, get creative, dream big, your
    imagination, project of your choice, topic of your choice, domain of your choice, dataset of your choice,
    data set of your choice, documents of your choice, use case of your choice, weekend project*, spend _ days,
    spends _ days, spent _ days, if you have time* _ add, if you have time* _ build, if you have time* _
    implement, if you have time* _ extend, if you have time* _ include, if you have time* _ make, if you have
    time* _ improve, if you have time* _ try, spend _ evenings, several evenings, a few evenings, two evenings,
    three evenings, spend a full day, spend a whole day, takes a full day, takes a whole day, spend _ 5 hours,
    spend _ 6 hours, spend _ 8 hours, spend _ 10 hours, spend _ 12 hours, spend _ 20 hours, takes _ 6 hours,
    takes _ 8 hours, takes _ 10 hours, takes _ 12 hours
    """
)

POLISH = _listed(
    """
    production-ready, production ready, production-grade, production grade, production quality,
    production-quality, enterprise-grade, enterprise grade, enterprise-ready, pixel-perfect, pixel perfect,
    polished, beautiful _ interface, beautiful _ ui, beautiful _ frontend, slick, flawless*, bug-free, bug free,
    fully tested, full test coverage, complete test coverage, 100% coverage, 100 % coverage, 100% test coverage,
    90% coverage, 90% test coverage, full documentation, complete documentation, comprehensive documentation,
    deploy it to, deploy it on, publicly deployed, deployed to the cloud, live url, hosted demo, ci/cd,
    kubernetes, user accounts, sign-up page, login page, responsive design, responsive layout, mobile-friendly,
    dark mode, animations, impressive demo, demo video, landing page, production level, dark theme, mobile
    layout, full-stack web app*, helm chart*, coverage above, coverage of at least, to production standard*,
    write extensive documentation, write thorough documentation, write detailed documentation, deploy _ aws,
    deploy _ azure, deploy _ gcp, deploy _ heroku, deploy _ vercel, deploy _ cloud, deploy this, deployed
    version, production-level, prod-ready, launch-ready, ready for launch, ready to launch, enterprise quality,
    enterprise level, enterprise-level, market-ready, look professional, looks professional,
    professional-looking, stunning, gorgeous, sleek, delight users, delight the user*, delightful, beautiful _
    front end, beautiful _ front-end, beautiful _ design, nice _ ui, nice _ interface, nice _ frontend, nice _
    front end, nice _ front-end, appealing _ ui, appealing _ interface, attractive _ ui, attractive _ interface,
    responsive ui, responsive frontend, responsive front end, code coverage, high test coverage, 95% test
    coverage, 80% test coverage, public url, ci pipeline*, admin dashboard*, admin panel*, user management, user
    authentication, role based access, role-based access, monitoring dashboard*
    """
)

KNOWN_PUBLIC = _listed(
    """
    chat with your pdf*, chat with a pdf*, talk to your pdf*, chat with your docs, chat with your documents,
    paul graham, state of the union, wikipedia, 10-k filing*, sec filing*, arxiv papers, squad dataset,
    hotpotqa, natural questions, triviaqa, ms marco, harry potter, shakespeare, imdb review*, movie recommend*,
    book recommend*, recipe generator, recipe recommend*, sentiment analysis, sentiment classifier, spam
    classifier, spam filter, fake news, titanic, mnist, iris dataset, to-do app*, todo app*, to-do list, todo
    list, weather app*, url shortener, tic-tac-toe, tic tac toe, fizzbuzz, fizz buzz, pet store, resume
    screener, cv screener, text to sql, text-to-sql, questions to a pdf*, questions about a pdf*, pdf chatbot*,
    clone of chatgpt, chatgpt clone*, twitter clone*, clone of twitter, netflix clone*, langchain tutorial*,
    llamaindex tutorial*, rag tutorial*, tutorial of langchain, openai cookbook, squad data set, squad
    benchmark, movielens, kaggle, hugging face dataset*, dataset from hugging face, youtube tutorial*,
    transformer from scratch, public dataset*, public data set*, boston housing, house price prediction*,
    cifar*, imagenet, 20 newsgroups, amazon review*, yelp review*, enron email*, project gutenberg, gsm8k,
    humaneval, swe-bench, news summari*, rock paper scissors, calculator app*, notes app*, expense tracker*,
    quiz app*, quiz generator*
    """
)

TRIGGERS: Mapping[str, tuple[str, ...]] = {
    "puzzle": PUZZLE,
    "open-ended": OPEN_ENDED,
    "polish": POLISH,
    "known-public": KNOWN_PUBLIC,
}

NEGATIONS = _listed(
    """
    no, not, never, none, nothing, nobody, neither, nor, without, avoid, unlike, instead of, rather than, less
    than, free of, let alone, than, skip, leave out, omit, forget about, refrain from, over a, over any
    """
)
"""A trigger behind one of these, in the same clause and at most `NEGATION_REACH` words later, is denied: no finding."""

NO_NEGATIONS = _listed(
    """
    not only, not just, not merely, nothing less than, nothing short of, no less than, no other than, nothing
    other than, more than just, better than
    """
)
"""These look like negations and ask for more."""

DENIALS = _listed(
    """
    not needed, not necessary, not required, not expected, not wanted, not asked for, not looked at, not be
    looked at, not part of, not count, not counted, not matter, not interest*, not score*, not graded, not the
    point, out of scope, not measured, not judged, not rewarded, not read, not asked, not want, not what we,
    earn nothing, earns nothing, count for nothing, counts for nothing, gain you nothing, gains you nothing, no
    points, no credit, unnecessary, ignored, discouraged
    """
)
"""A trigger before one of these, in the same clause and at most `NEGATION_REACH` words earlier, is denied as well."""

NEGATION_REACH = 8

IMPERATIVE_RULES = ("open-ended",)
"""Here a comma ends a clause (“don't worry, surprise us”); elsewhere it may stand in a list (“no X, Y or Z”)."""

DEMO = _listed(
    """
    demo*, happy path*, showcase*, polish*, presentation, how it looks, shine, shiny, features, prototype*, how
    good it looks, front end, frontend, interface, ui, appearance, gloss*, slick*, best case
    """
)
LESSENING = _listed(
    """
    less, least, than, not, never, no, nothing, nobody, instead of, over, before, beyond, easy, aside, little,
    secondary, ignore*, irrelevant, unimportant, boring, ugly, plain, rough, skip
    """
)
FAILURE = _listed(
    """
    fail*, break*, broke*, wrong, error*, misbehav*, unreliab*, unexpected*, mislead*, fooled, mistake*,
    robust*, hallucinat*, hostile, garbage, nonsense, sideways, trouble, unhappy path*, bad input*, bad output*,
    bad model*, cope*, falls apart, fall apart, untrustworthy, lies, time out, times out, timeouts, crash*,
    degrad*
    """
)
AI = _listed(
    """
    ai, llm*, assistant*, copilot, chatgpt, claude, coding agent*, language model*, generative, code generator*,
    ai-assisted, cursor, codex, gemini, chatbot*, any model*
    """
)
ALLOWANCE = _listed(
    """
    you may, you can, you cannot, you must not, you should not, candidates may, candidates can, may be used, can
    be used, not be used, must be used, may also be used, you _ use, you _ using, use any, use whatever, use
    what you, use all, use every, use _ you, using any, do not use, please use, feel free, free to, restrict*,
    go ahead, allow*, welcome*, permit*, fine, ok, okay, yes, forbid*, forbidden, prohibited, banned, off
    limits, without, no ai, no llm*, no assistant*, no language model*, none of, encourage*, expect*, up to you,
    as you like, as you wish, as you would, no rules, anything goes, your choice, whatever you, your own, any _
    you
    """
)
WORK = _listed(
    """
    your work, the work, your code, the code, your submission, the submission, what you send, what you hand in,
    what you build, your solution, it, everything, our copy, anything you, what you submit, what you write, what
    you make, what you made, your files, your repository, your repo, submissions, all code, all rights
    """
)
FATE = _listed(
    """
    yours, own*, belong*, delet*, keep*, kept, retain*, store*, use*, using, publish*, share*, sharing, licen*,
    product*, destroy*, erase*, copyright, intellectual property, remain*, property, rights, remove*, throw*,
    stay*, shown, shipped, third part*, discard*, return*, archive*, commercial*, reuse*, re-use*, wipe*, nobody
    else, confidential*, private*
    """
)

REQUIRED: Mapping[str, tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]] = {
    "looked_for": (("that the demo matters less", (DEMO, LESSENING)), ("how it can fail", (FAILURE,))),
    "ai_policy": (("what AI help is allowed", (AI, ALLOWANCE)),),
    "work_policy": (("what becomes of the work", (WORK, FATE)),),
}
"""Per text of the lead what it has to say, and the lists: one sentence of it has to hold a word of each."""

EVENING_HOURS = 4
LEAST_TASK_WORDS = 12

FIRST_PRIVATE_SEED = 10_000
"""Worlds below this number are the ones of our own documentation, samples and defaults."""
