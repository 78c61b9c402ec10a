"""A small soak, so that the large one (`make soak`) never rots: real processes killed in the middle of their work while calls fail."""

import pytest

from benchmarks.soak import Plan, soak

pytestmark = pytest.mark.acceptance


def test_workers_that_are_killed_while_calls_fail_leave_every_post_on_its_page_exactly_once(tmp_path):
    plan = Plan(pages=3, entries=6, kills=5, workers=2, slot=1, speed=90)
    outcome = soak(plan, "", tmp_path, say=lambda _: None)
    assert outcome.fine, outcome
    assert outcome.posts == plan.posts
    assert outcome.kills == plan.kills
    assert sum(outcome.faults.values()) > 0
