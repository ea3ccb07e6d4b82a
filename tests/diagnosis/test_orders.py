"""Orders that no agenda can keep."""

from __future__ import annotations

from tests.diagnosis.findings import hard, impossible, morning


def test_an_order_that_runs_in_a_circle_is_impossible() -> None:
    builder = morning("Hall", "Den").session("A", minutes=30).session("B", minutes=30)
    builder.rule("precedence", "hard", pairs=[{"before": "a", "after": "b"}])
    builder.rule("precedence", "hard", label="more", pairs=[{"before": "b", "after": "a"}])
    assert impossible(builder.only_these_rules().done()) == [
        'The order of sessions is circular: "A" before "B" before "A".'
    ]


def test_a_chain_that_is_longer_than_the_day_is_impossible() -> None:
    builder = morning("Hall", "Den").session("A", minutes=90).session("B", minutes=60).session("C", minutes=60)
    pairs = [{"before": "a", "after": "b"}, {"before": "b", "after": "c"}]
    assert impossible(hard(builder, "precedence", pairs=pairs)) == [
        (
            '"C" can begin at 29 May 11:30 at the earliest, after "A" and "B" (90 + 60 = 150 minutes and what lies '
            "between them), but has to begin at 29 May 11:00 at the latest, to be over at 29 May 12:00."
        )
    ]


def test_a_later_day_that_does_not_exist_is_impossible() -> None:
    builder = morning("Hall", "Den").session("A", minutes=60).session("B", minutes=60)
    assert impossible(hard(builder, "precedence", pairs=[{"before": "a", "after": "b", "other_day": True}])) == [
        (
            '"B" has to come after "A", on a later day than 29 May, which is the earliest for what comes before it; '
            "the last day that is open to it is 29 May."
        )
    ]


def test_the_parts_of_a_series_need_time_one_after_the_other() -> None:
    builder = morning("Hall", "Den").session("A", minutes=90).session("B", minutes=60).session("C", minutes=60)
    assert impossible(hard(builder, "series", groups=[{"sessions": ["a", "b", "c"], "back_to_back": False}])) == [
        (
            '"C" can begin at 29 May 11:30 at the earliest, after "A" and "B" (90 + 60 = 150 minutes and what lies '
            "between them), but has to begin at 29 May 11:00 at the latest, to be over at 29 May 12:00."
        )
    ]


def test_an_order_of_sessions_that_may_be_left_out_is_not_impossible() -> None:
    builder = morning("Hall", "Den").session("A", minutes=120).session("B", minutes=120, optional=True)
    assert impossible(hard(builder, "precedence", pairs=[{"before": "a", "after": "b"}])) == []
