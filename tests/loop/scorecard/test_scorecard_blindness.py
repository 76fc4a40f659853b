"""Who may read and who may score, at every turn of a panel; and that nobody ever may score after they could read."""

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seatrial.loop.scorecard.blindness import Act, History, Role

BO, BEA, CY, FAY = 1, 2, 3, 4
SCREEN, TAKEHOME = 11, 12


def at(hour: int) -> datetime:
    return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hour)


def seat(who: int, stage: int | None, since: int = 0, until: int | None = None) -> Role:
    return Role(who, stage, at(since), None if until is None else at(until))


def act(who: int, stage: int, hour: int) -> Act:
    return Act(who, stage, at(hour))


PANEL = (seat(BO, TAKEHOME), seat(BEA, TAKEHOME), seat(CY, None))


def readers(history: History, stage: int = TAKEHOME) -> set[int]:
    return {who for who in (BO, BEA, CY, FAY) if history.present.may_read(who, stage)}


def scorers(history: History, stage: int = TAKEHOME) -> set[int]:
    return {who for who in (BO, BEA, CY, FAY) if history.present.may_score(who, stage)}


def test_nobody_reads_before_the_last_seat_has_sealed() -> None:
    turns = [(), (act(BO, TAKEHOME, 1),), (act(BO, TAKEHOME, 1), act(BEA, TAKEHOME, 2))]
    assert [readers(History(PANEL, sealed)) for sealed in turns] == [set(), set(), {BO, BEA, CY}]


def test_a_missing_seat_that_is_given_up_completes_the_panel_and_its_return_closes_it() -> None:
    sealed = (act(BO, TAKEHOME, 1),)
    gone = History((seat(BO, TAKEHOME), seat(BEA, TAKEHOME, 0, 2), seat(CY, None)), sealed)
    back = History((*gone.roles, seat(BEA, TAKEHOME, 3)), sealed)
    assert (readers(gone), readers(back), scorers(back)) == ({BO, CY}, set(), {BO, BEA})


def test_a_lead_who_leaves_the_panel_to_read_does_not_come_back() -> None:
    sealed = (act(BO, TAKEHOME, 1),)
    roles = (seat(BO, TAKEHOME), seat(CY, TAKEHOME, 0, 2), seat(CY, TAKEHOME, 3), seat(CY, None))
    history = History(roles, sealed)
    assert (scorers(history), history.present.missing(TAKEHOME), readers(history)) == ({BO}, frozenset(), {BO, CY})


def test_a_lead_who_left_the_panel_while_nothing_could_be_read_comes_back() -> None:
    roles = (*PANEL, seat(CY, TAKEHOME, 0, 2), seat(CY, TAKEHOME, 3))
    assert scorers(History(roles, (act(BO, TAKEHOME, 1),))) == {BO, BEA, CY}


def test_a_lead_who_could_read_one_stage_scores_no_other() -> None:
    roles = (*PANEL, seat(FAY, SCREEN), seat(CY, SCREEN, 5))
    sealed = (act(BO, TAKEHOME, 1), act(BEA, TAKEHOME, 2))
    assert scorers(History(roles, sealed), SCREEN) == {FAY}


def test_a_fresh_panelist_takes_over_after_others_have_sealed() -> None:
    roles = (seat(BO, TAKEHOME), seat(BEA, TAKEHOME, 0, 2), seat(FAY, TAKEHOME, 2), seat(CY, None))
    history = History(roles, (act(BO, TAKEHOME, 1),))
    assert (scorers(history), history.present.missing(TAKEHOME), readers(history)) == ({BO, FAY}, {FAY}, set())


def test_a_panelist_who_has_read_joins_no_further_stage_but_one_who_owed_does() -> None:
    read = (seat(BO, TAKEHOME), seat(BEA, TAKEHOME), seat(BO, SCREEN, 5))
    owed = (*read, seat(BO, SCREEN + 2))
    sealed = (act(BO, TAKEHOME, 1), act(BEA, TAKEHOME, 2))
    assert [scorers(History(roles, sealed), SCREEN) for roles in (read, owed)] == [set(), {BO}]


def test_who_sits_alone_and_has_read_nothing_of_others_may_join_another_stage() -> None:
    roles = (seat(BO, TAKEHOME), seat(BO, SCREEN, 5))
    assert scorers(History(roles, (act(BO, TAKEHOME, 1),)), SCREEN) == {BO}


def test_flags_of_others_count_as_something_read() -> None:
    roles = (seat(BO, TAKEHOME), seat(BO, SCREEN, 5), seat(CY, None))
    flagged = History(roles, (act(BO, TAKEHOME, 1),), flags=(act(CY, TAKEHOME, 2),))
    assert scorers(flagged, SCREEN) == set()


def test_who_opened_early_scores_nowhere_and_is_waited_for_nowhere() -> None:
    roles = (*PANEL, seat(CY, TAKEHOME), seat(CY, SCREEN), seat(BO, SCREEN))
    history = History(roles, (act(BO, TAKEHOME, 1),), opened=(act(CY, TAKEHOME, 2),))
    now = history.present
    assert (scorers(history), scorers(history, SCREEN)) == ({BO, BEA}, {BO})
    assert (now.missing(TAKEHOME), now.missing(SCREEN), now.owes(CY)) == ({BEA}, {BO}, False)
    assert (readers(history), now.is_open(SCREEN)) == ({CY}, False)


def test_a_panel_of_which_nobody_has_sealed_is_not_open_even_without_seats() -> None:
    assert readers(History((seat(CY, None), seat(BEA, TAKEHOME, 0, 1)))) == set()


WHO, STAGE = st.sampled_from((BO, BEA, CY)), st.sampled_from((SCREEN, TAKEHOME))
TURN = st.one_of(
    st.tuples(st.just("sits"), WHO, STAGE),
    st.tuples(st.just("leaves"), WHO, STAGE),
    st.tuples(st.just("leads"), WHO, STAGE),
    st.tuples(st.just("led"), WHO, STAGE),
    st.tuples(st.just("seals"), WHO, STAGE),
    st.tuples(st.just("flags"), WHO, STAGE),
    st.tuples(st.just("opens"), WHO, STAGE),
)


class Table:
    """People taking turns, each doing only what they may; it notes who could read something of others, and when."""

    def __init__(self) -> None:
        self.roles: list[Role] = []
        self.acts: dict[str, list[Act]] = {"seals": [], "flags": [], "opens": []}
        self.has_read: set[int] = set()
        self.broken: list[str] = []

    def history(self) -> History:
        acts = {name: tuple(found) for name, found in self.acts.items()}
        return History(tuple(self.roles), acts["seals"], acts["flags"], acts["opens"])

    def take(self, hour: int, verb: str, who: int, stage: int) -> None:
        now = self.history().present
        where = None if verb in {"leads", "led"} else stage
        held = next((role for role in self.roles if (role.who, role.stage, role.until) == (who, where, None)), None)
        if verb in {"sits", "leads"} and held is None:
            self.roles.append(seat(who, where, hour))
        if verb in {"leaves", "led"} and held is not None:
            self.roles[self.roles.index(held)] = Role(who, where, held.since, at(hour))
        if verb == "opens" and who in now.leads:
            self.acts["opens"].append(act(who, stage, hour))
        if verb == "flags" and (who in now.leads or (who, stage) in now.seats):
            self.acts["flags"].append(act(who, stage, hour))
        if verb == "seals" and now.may_score(who, stage) and (who, stage) not in now.sealed:
            if who in self.has_read:
                self.broken.append(f"{who} seals {stage} at {hour} after having read")
            self.acts["seals"].append(act(who, stage, hour))
        then = self.history().present
        self.has_read |= {one for one in (BO, BEA, CY) if then.can_read_something(one)}


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TURN, max_size=30))
def test_nobody_ever_seals_after_they_could_read(turns: list[tuple[str, int, int]]) -> None:
    table = Table()
    for hour, (verb, who, stage) in enumerate(turns):
        table.take(hour, verb, who, stage)
    assert table.broken == []
