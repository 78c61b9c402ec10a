"""Which Posts wait for an editor, and what a failure means for the next try."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.judgement import Band, Classification, Field, Finding, FindingKind, Tone
from bot.plan.approval import reason_to_hold as reason_to_hold_of
from bot.plan.bands import BandsPolicy, band_of
from bot.plan.policy import ApprovalPolicy, RetryPolicy
from bot.plan.retry import after_transient, surely_absent, until_next_look


def judged(
    tone: Tone, *fields: Field, likelihood: float = 0.95, tone_confidence: float = 0.9, criticism_likelihood: float = 0.0
) -> Classification:
    return Classification(
        relevant=True,
        confidence=likelihood * tone_confidence,
        likelihood=likelihood,
        tone_confidence=tone_confidence,
        criticism_likelihood=criticism_likelihood,
        fields=fields or (Field.PROCEDURES,),
        tone=tone,
    )


def reason_to_hold(policy: ApprovalPolicy, classification: Classification, names: dict[str, str], feed: str = "cong"):
    return reason_to_hold_of(policy, classification, names, feed=feed)


@pytest.mark.parametrize(("tone", "held"), [(Tone.PRAISE, False), (Tone.NEUTRAL, False), (Tone.CRITICISM, True)])
def test_by_default_criticism_waits_and_the_rest_does_not(tone, held):
    assert held is (reason_to_hold(ApprovalPolicy(), judged(tone), {}) is not None)


def test_criticism_waits_also_where_the_settings_forget_to_name_it():
    policy = ApprovalPolicy(tones={Tone.PRAISE: "hold"})
    assert reason_to_hold(policy, judged(Tone.CRITICISM), {}) is not None
    assert reason_to_hold(policy, judged(Tone.PRAISE), {}) is not None
    assert reason_to_hold(policy, judged(Tone.NEUTRAL), {}) is None


@pytest.mark.parametrize(("said", "unapproved", "held"), [("auto", True, False), ("auto", False, True), ("hold", True, True)])
def test_criticism_goes_out_only_where_the_settings_say_so_in_so_many_words(said, unapproved, held):
    policy = ApprovalPolicy(tones={Tone.CRITICISM: said}, criticism_unapproved=unapproved)
    assert held is (reason_to_hold(policy, judged(Tone.CRITICISM), {}) is not None)


def test_saying_that_criticism_may_go_out_unseen_does_not_make_its_tone_auto():
    assert reason_to_hold(ApprovalPolicy(tones={}, criticism_unapproved=True), judged(Tone.CRITICISM), {}) is not None


@pytest.mark.parametrize(
    ("chance", "least", "told"),
    [
        (0.58, 0.6, "(58%, below 60%)"),
        (0.579, 0.58, "(57%, below 58%)"),
        (0.29, 0.57, "(29%, below 57%)"),
        (0.993, 0.995, "(99%, below 99.5%)"),
    ],
)
def test_a_chance_is_never_told_as_the_limit_that_it_is_below(chance, least, told):
    policy = ApprovalPolicy(bands=BandsPolicy(auto_from=least, tone_from=0, praise_from=0, criticism_below=1))
    assert reason_to_hold(policy, judged(Tone.NEUTRAL, likelihood=chance), {}).say("en").endswith(told)


def test_a_feed_that_is_to_wait_holds_its_posts_and_no_others_and_is_named():
    policy = ApprovalPolicy(sources={"bao-tinh": "hold", "cong": "auto"})
    assert "bao-tinh" in reason_to_hold(policy, judged(Tone.NEUTRAL), {}, "bao-tinh").say("vi")
    assert reason_to_hold(policy, judged(Tone.NEUTRAL), {}) is None
    assert reason_to_hold(policy, judged(Tone.CRITICISM), {}) is not None, "auto lifts nothing"


def test_any_field_that_is_to_wait_holds_the_post_and_is_named():
    policy = ApprovalPolicy(fields={Field.CIVIL_SERVICE: "hold"})
    reason = reason_to_hold(policy, judged(Tone.NEUTRAL, Field.PROCEDURES, Field.CIVIL_SERVICE), {"civil_service": "Chế độ công vụ"})
    assert "Chế độ công vụ" in reason.say("vi")
    assert reason_to_hold(policy, judged(Tone.NEUTRAL, Field.PROCEDURES), {}) is None


def test_what_is_not_sure_enough_waits():
    policy = ApprovalPolicy(bands=BandsPolicy(auto_from=0.8, tone_from=0.6, praise_from=0.6))
    assert reason_to_hold(policy, judged(Tone.PRAISE, likelihood=0.79), {}).say("en").endswith("(79%, below 80%)")
    assert "tone" in reason_to_hold(policy, judged(Tone.PRAISE, likelihood=0.8, tone_confidence=0.59), {}).say("en")
    assert reason_to_hold(policy, judged(Tone.PRAISE, likelihood=0.8, tone_confidence=0.6), {}) is None


@pytest.mark.parametrize(
    ("relevant", "likelihood", "tone", "tone_confidence", "band"),
    [
        (True, 0.93, Tone.NEUTRAL, 0.45, Band.AUTO),
        (True, 0.92, Tone.NEUTRAL, 0.99, Band.REVIEW),
        (True, 0.99, Tone.NEUTRAL, 0.44, Band.REVIEW),
        (True, 0.99, Tone.CRITICISM, 0.45, Band.AUTO),
        (True, 0.99, Tone.PRAISE, 0.7, Band.AUTO),
        (True, 0.99, Tone.PRAISE, 0.69, Band.REVIEW),
        (True, 0.1, Tone.NEUTRAL, 0.99, Band.REVIEW),
        (False, 0.2, None, 1.0, Band.REVIEW),
        (False, 0.99, None, 1.0, Band.REVIEW),
        (False, 0.19, None, 1.0, Band.IGNORE),
    ],
)
def test_the_bands(relevant, likelihood, tone, tone_confidence, band):
    bands = BandsPolicy(auto_from=0.93, tone_from=0.45, praise_from=0.7, ignore_below=0.2)
    result = Classification(relevant=relevant, confidence=0.5, likelihood=likelihood, tone=tone, tone_confidence=tone_confidence)
    assert band is band_of(bands, result)


@pytest.mark.parametrize(
    ("tone", "criticism", "band"),
    [
        (Tone.NEUTRAL, 0.199, Band.AUTO),
        (Tone.NEUTRAL, 0.2, Band.REVIEW),
        (Tone.PRAISE, 0.2, Band.REVIEW),
        (Tone.CRITICISM, 0.9, Band.AUTO),  # `tones` decides about it
    ],
)
def test_what_may_be_criticism_waits_whatever_tone_it_is_given(tone, criticism, band):
    judgement = judged(tone, criticism_likelihood=criticism)
    assert band_of(BandsPolicy(criticism_below=0.2), judgement) is band
    assert band_of(BandsPolicy(criticism_below=1), judgement) is Band.AUTO


def test_what_may_be_criticism_says_how_likely_and_from_where_on_it_waits():
    reason = reason_to_hold(ApprovalPolicy(bands=BandsPolicy(criticism_below=0.25)), judged(Tone.NEUTRAL, criticism_likelihood=0.3), {})
    assert reason.say("vi") == "chờ duyệt vì có thể là tin phê phán (máy ước 30%, từ mức 25% là phải chờ)"


def test_praise_is_never_let_through_on_less_than_any_tone():
    bands = BandsPolicy(tone_from=0.8, praise_from=0.5)
    assert bands.least_for_tone(Tone.PRAISE) == bands.least_for_tone(Tone.NEUTRAL) == 0.8


def test_praise_that_is_not_sure_enough_says_how_sure_it_would_have_to_be():
    judgement = judged(Tone.PRAISE, likelihood=0.99, tone_confidence=0.6)
    assert reason_to_hold(ApprovalPolicy(bands=BandsPolicy(praise_from=0.7)), judgement, {}).say("en").endswith("(60%, below 70%)")


def test_what_may_be_reform_news_waits_whatever_its_tone_and_the_reason_says_that_first():
    result = Classification(relevant=False, confidence=0.6, likelihood=0.4, tone=Tone.CRITICISM)
    assert "40%" in reason_to_hold(ApprovalPolicy(tones={Tone.CRITICISM: "auto"}), result, {}).say("vi")
    assert "40%" in reason_to_hold(ApprovalPolicy(), result, {}).say("vi")


@given(st.integers(1, 200), st.none() | st.integers(0, 100_000).map(lambda seconds: timedelta(seconds=seconds)))
def test_delays_grow_are_bounded_and_never_shorter_than_asked(attempts, asked):
    policy = RetryPolicy()
    delay = after_transient(policy, attempts, asked)
    assert policy.first_delay <= delay <= max(policy.longest_delay, asked or timedelta(0))
    assert delay <= after_transient(policy, attempts + 1, asked)
    assert delay >= (asked or timedelta(0))


def test_the_page_is_asked_soon_and_then_more_and_more_seldom():
    looks = [until_next_look(doubts) for doubts in range(12)]
    assert sorted(looks) == looks
    assert timedelta(seconds=5) == looks[0]
    assert looks[-1] == looks[-2]


def test_absence_is_believed_after_the_grace_time_and_several_looks_only(now):
    policy = RetryPolicy(grace=timedelta(minutes=10), least_looks=3)
    assert not surely_absent(policy, now - timedelta(minutes=9, seconds=59), now, 9)
    assert not surely_absent(policy, now - timedelta(minutes=10), now, 2)
    assert surely_absent(policy, now - timedelta(minutes=10), now, 3)


def test_damaged_letters_hold_a_post_whatever_else_is_said():
    found = Finding(kind=FindingKind.ENCODING, value="TCVN3", where="title", start=0, end=3)
    policy = ApprovalPolicy(tones=dict.fromkeys(Tone, "auto"), criticism_unapproved=True)
    reason = reason_to_hold(policy, replace(judged(Tone.PRAISE), findings=(found,)), {})
    assert "lỗi bảng mã (TCVN3)" in reason.say("vi")
    other = replace(found, kind=FindingKind.DOCUMENT)
    assert reason_to_hold(policy, replace(judged(Tone.PRAISE), findings=(other,)), {}) == reason_to_hold(policy, judged(Tone.PRAISE), {})
