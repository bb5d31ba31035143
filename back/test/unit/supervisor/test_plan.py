import sys

from supervisor.plan import Child, Plan, to_command, to_plan


def test_a_plan_comes_out_of_its_command_as_it_was() -> None:
    children = (Child("web-0", ("python", 'a "b" c'), 1, (3, 4)), Child("worker", ("python", "ü"), 0))
    plan = Plan(children, announcement="it answers", drain_seconds=1.5, gauges="/measures")

    *command, text = to_command(plan)

    assert command == [sys.executable, "-P", "-m", "supervisor"]
    assert to_plan(text) == plan


def test_the_listeners_of_a_plan_are_those_of_its_children() -> None:
    plan = Plan((Child("a", (), 1, (3, 4)), Child("b", (), 1, (3,)), Child("c", (), 0)), announcement="")

    assert plan.listeners == {3, 4}
