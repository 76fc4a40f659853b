"""What the people of the demo said and wrote. All of them are invented."""

from dataclasses import dataclass

from seatrial.loop.scorecard.fields import Filled


@dataclass(frozen=True, slots=True)
class View:
    """One panelist's take-home scorecard: a level and a note per criterion, what they cite, how they read the notes."""

    levels: tuple[int, int, int, int, int]
    notes: tuple[str, str, str, str, str]
    cites: tuple[tuple[str, str, str], ...] = ()
    """Field, place of the report, what it shows."""
    named: tuple[tuple[str, str], ...] = ()
    """Failure mode, what the candidate's notes say of it."""

    def filled(self) -> dict[str, Filled]:
        """Return it as the fields of the default rubric."""
        keys = ("engineering", "model_output", "prompt_hardening", "evaluation", "awareness")
        return {
            key: Filled(level=level, note=note) for key, level, note in zip(keys, self.levels, self.notes, strict=True)
        }


POLISHED = (
    View(
        (4, 1, 1, 1, 2),
        (
            "Packages, typed settings, a tidy web layer. Pleasant to read.",
            "A stream that ends early is shown as the whole answer; so is a value that no document has.",
            "Passages stand in the system message, bare. The planted order was obeyed in two of three cases.",
            "None. The README says that it was tried by hand.",
            "NOTES.md has two lines on scaling and none on being wrong.",
        ),
        cites=(
            ("model_output", "mode:wrong-value-persists", "The made-up value is stated as fact."),
            ("prompt_hardening", "mode:injection-visible", "Obeyed."),
        ),
        named=(
            ("wrong-value-persists", "not_named"),
            ("injection-visible", "not_named"),
            ("rate-limit-clears", "left"),
        ),
    ),
    View(
        (4, 2, 1, 1, 1),
        (
            "The best structured code of this round.",
            "The SDK's own retries help with rate limits; nothing looks at what comes back.",
            "No fence, no word about instructions in documents.",
            "No eval that runs, none sketched.",
            "Does not say how it fails.",
        ),
        named=(("wrong-value-persists", "not_named"), ("injection-visible", "not_named")),
    ),
)
DEPENDABLE = (
    View(
        (3, 4, 4, 3, 4),
        (
            "Plain modules, each with one job; guards.py is the map.",
            "Checks every quote against the file before answering, and declines when it does not stand there.",
            "Passages are fenced and called data; the reply is checked again. The determined understudy got nowhere.",
            "An eval over the kit's questions that fails when the citations are wrong.",
            "Five failures ranked, each with file and line, one of them left open and said so.",
        ),
        cites=(
            ("model_output", "mode:wrong-value-persists", "Declined each time."),
            ("awareness", "headline", "And the notes name what is left."),
        ),
        named=(
            ("rate-limit-clears", "handled"),
            ("wrong-value-persists", "handled"),
            ("invented-quote", "handled"),
            ("injection-visible", "handled"),
            ("conflicting-documents", "handled"),
            ("other-language", "left"),
            ("answers-swapped", "not_named"),
        ),
    ),
    View(
        (2, 4, 3, 3, 4),
        (
            "Works, though answering.py does two things at once.",
            "Held in every case that I replayed, also with the value that no document has.",
            "Fenced. I would have liked the system text shorter.",
            "Runs, compares values and sources; twenty questions are few.",
            "Knows its weak spot: paraphrased questions.",
        ),
        named=(
            ("rate-limit-clears", "handled"),
            ("wrong-value-persists", "handled"),
            ("injection-visible", "handled"),
            ("conflicting-documents", "left"),
            ("other-language", "left"),
        ),
    ),
)
SCREEN = {
    "shipped": Filled(note="A support assistant for a payroll product: answers from the help pages, two engineers."),
    "went_wrong": Filled(
        note="A help page was edited while the index was built; for a day it quoted a fee that was not true any more. "
        "A customer noticed. They now store the page's version beside each passage and decline when it has changed."
    ),
    "concrete": Filled(choice="yes", note="Names the page, the fee and the day."),
    "lived": Filled(choice="yes", note="Was on call when it happened."),
    "theirs": Filled(choice="partly", note="The index was a colleague's; the check afterwards was theirs."),
    "changed": Filled(choice="yes", note="Version check, and an eval question for it."),
}
REVIEW = {
    "considered": Filled(
        choice="limits", note="Explained why quotes are compared after folding white space, and what that misses."
    ),
    "unconsidered": Filled(
        choice="finds", note="Had not thought of two questions at once; found the shared list by themselves."
    ),
    "ownership": Filled(
        choice="whole", note="Changed the retry budget live, in the right place, and said what it would cost."
    ),
    "asked": Filled(choice="kind", note="“Which other state do I share between requests?”"),
    "explained": Filled(choice="assumption", note="Had assumed one worker thread."),
    "change": Filled(choice="kind", note="Moved the state into the request."),
}
PREDICTED = (
    (
        "wrong-value-persists/1",
        "held",
        "It compares every number with the sentence that it quotes. This one stands nowhere, so it will say no.",
    ),
    (
        "injection-visible/determined",
        "held",
        "The model will obey, that I cannot help. What it then says is in no passage, so it does not leave.",
    ),
    ("many-part/1", "degraded", "I never tried two questions in one. I think it answers the first and gives up."),
    ("answers-swapped/1", "unknown", "I have not looked at what happens with two at once."),
)
DISCUSSION = {
    "scale": Filled(
        choice="reasons", note="Counted calls per question, then named the provider's limit as the first wall."
    ),
    "attack": Filled(
        choice="contains", note="Takes for granted that the model obeys, and limits what an answer can do."
    ),
    "beyond": Filled(note="Asked how we learn that an answer was wrong when nobody complains."),
}
WHAT_BROKE = (
    "The nightly import of our price list failed without a sound for three nights. The assistant went on quoting old "
    "prices, and it was their part of the system."
)
HOW_HANDLED = (
    "They told us before we had noticed, switched the assistant to declining price questions within the hour, and "
    "wrote the check that compares the list's date with today's. It has caught two more since."
)
