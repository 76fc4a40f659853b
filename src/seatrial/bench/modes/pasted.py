"""What people paste beside a question: a long e-mail thread, an hour of a server's log. About nothing that we ask."""

from random import Random

_PEOPLE = (
    "Ingrid", "Tomasz", "Ayesha", "Lionel", "Marit", "Kofi", "Bettina", "Ravi", "Solène", "Hakan", "Pia", "Desmond",
    "Yuki", "Olga", "Emeka", "Carmen",
)  # fmt: skip
_SUBJECTS = ("Whiteboard in the corner room", "Slides for Thursday", "Summer get-together", "The noise from the lift")
_OPENERS = (
    "Hi all,",
    "Morning,",
    "Thanks for getting back so quickly.",
    "Sorry for the slow reply, I was on a train all day.",
    "Adding {other}, who sat closer to it than I did.",
    "Quick one from my phone, please excuse the typing.",
    "Taking this back to the list, as three of us now answer in private.",
)
_REMARKS = (
    "I walked past the corner room again and somebody had written over the whiteboard with the wrong kind of pen.",
    "Could we agree that whoever books the room also leaves it the way they would like to find it?",
    "{other} tried the spirit from the cupboard by the printers and it took most of the ink off, though not the green.",
    "The lift is still making that sound between the second and the third floor, a bit like a kettle.",
    "Facilities came by, listened, nodded and left again, so I assume that a part has been ordered.",
    "For Thursday I would start with the picture of the old warehouse, because everybody smiles at it.",
    "Slide seven is too full, I counted four arrows that point at the same box.",
    "If {other} takes the middle part I can do the opening, and we let the customer talk after that.",
    "Somebody asked whether the get-together is inside or outside, and honestly it depends on the weather.",
    "Last time the salad was gone within minutes while half of the bread was left, so please plan accordingly.",
    "I can bring the loudspeaker again, but then somebody else has to carry it back down.",
    "Please remember that {other} does not eat nuts, and that the small oven trips the fuse together with the kettle.",
    "The projector in the big room shows everything with a slight tint of blue, which is fine for text.",
    "I moved the calendar entry by half an hour because two of us come straight from another appointment.",
    "Nobody answered the poll, so I am going to decide and everybody may complain afterwards.",
    "The plant by the window is not a plastic one, it does need water, {other} has found out.",
    "Could the person who took the long adapter cable put it back, no questions asked?",
    "My laptop has decided to update itself right before every meeting of this week.",
    "I asked at the front desk and they have no spare badge either, they are waiting for the delivery.",
    "There is a bird's nest on the balcony, so that door stays shut until the young ones have left.",
    "I liked what {other} said about showing the sketch first and the finished drawing at the end.",
    "The photos are in the shared folder, sorted by day; tell me if you would rather not be in one.",
    "It turned out that the humming was not the lift at all but the vending machine below the stairs.",
    "Whoever is in first tomorrow, please open the window in the small room, it smells of felt pens.",
    "We could also just meet in the courtyard, there are enough chairs if we carry the ones from the canteen.",
    "The courier rang twice and left, the parcel is at the bakery across the street now.",
    "I have no strong opinion about the colour, as long as it is not the one from last year.",
    "Let us not make a project of it, a sheet of paper on the door has always been enough.",
)
_CLOSERS = ("Best,", "Cheers,", "Thanks a lot,", "Until tomorrow,", "Greetings from the third floor,")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")
_PARTS = ("scheduler", "mailer", "thumbnailer", "session-store", "search-indexer", "housekeeping", "webhook-out")
_LINES = (
    "INFO  {part}: picked up batch {hex} with {small} entries",
    "INFO  {part}: finished batch {hex} in {ms} ms",
    "DEBUG {part}: nothing to do, sleeping",
    "WARN  {part}: slow response from replica-{small}, took {ms} ms",
    "INFO  {part}: connection pool at {small} of 40",
    "DEBUG {part}: cache miss for key obj:{hex}",
    "WARN  {part}: retrying delivery {hex}, attempt {small}",
    "INFO  {part}: rotated its log file, previous one is {ms} kB",
    "ERROR {part}: peer closed the connection while reading header of {hex}",
    "INFO  {part}: reconnected after {ms} ms",
)


def thread(dice: Random, *, size: int) -> str:
    """Return a quoted e-mail thread of at least `size` characters."""
    subject = dice.choice(_SUBJECTS)
    mails, length = list[str](), 0
    while length < size:
        writer, other = dice.sample(_PEOPLE, 2)
        when = f"{dice.choice(_DAYS)} {dice.randint(7, 19):02}:{dice.randint(0, 59):02}"
        remarks = " ".join(dice.sample(_REMARKS, dice.randint(3, 7)))
        body = f"{dice.choice(_OPENERS)}\n\n{remarks}\n\n{dice.choice(_CLOSERS)}\n{writer}".format(other=other)
        mails.append(f"From: {writer}\nSent: {when}\nTo: {other}\nSubject: Re: {subject}\n\n{body}\n")
        length += len(mails[-1])
    return "\n-----\n".join(mails)


def log(dice: Random, *, size: int) -> str:
    """Return a server's log of at least `size` characters."""
    lines, length, second = list[str](), 0, dice.randint(20_000, 40_000)
    while length < size:
        second += dice.randint(0, 9)
        line = dice.choice(_LINES).format(
            part=dice.choice(_PARTS),
            hex=f"{dice.randrange(1 << 32):08x}",
            small=dice.randint(2, 39),
            ms=dice.randint(41, 2900),
        )
        lines.append(f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}.{dice.randint(0, 999):03} {line}")
        length += len(lines[-1]) + 1
    return "\n".join(lines)


def pasted_question(question: str, dice: Random, *, first: bool) -> str:
    """Return about 50 KB of text with the question at its end, or with the question `first`."""
    if first:
        return f"{question}\n\nFor context, this is what our server logged at the time:\n\n{log(dice, size=50_000)}"
    return (
        f"{thread(dice, size=50_000)}\n\n-----\n\nSorry for the long thread, my actual question is this:\n\n{question}"
    )
