"""The clock: what is due when."""

from cms.clock import Clock


def test_everything_is_due_at_the_start_and_then_by_its_own_period() -> None:
    clock = Clock({"reconcile": 30.0, "publish": 60.0})
    assert clock.due(100.0) == ["reconcile", "publish"]
    assert clock.due(129.9) == []
    assert clock.due(130.0) == ["reconcile"]
    assert clock.due(160.0) == ["reconcile", "publish"]


def test_a_machine_that_slept_runs_each_job_once() -> None:
    clock = Clock({"reconcile": 30.0})
    clock.due(0.0)
    assert clock.due(86_400.0) == ["reconcile"]
    assert clock.due(86_401.0) == []
    assert clock.wait_s(86_401.0) == 29.0
