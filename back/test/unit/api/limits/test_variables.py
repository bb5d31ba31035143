import pytest

from api.limits.body_containers import BODY_CONTAINERS, check_body_containers
from api.limits.refused import Refused
from api.limits.variables import VARIABLES_DEPTH, VARIABLES_VALUES, check_variables_size
from settings import Limits

LIMITS = Limits()


def nest(depth: int) -> dict[str, object]:
    value: object = 1
    for _ in range(depth - 1):
        value = [value]
    return {"v": value}


def refusal_of(variables: dict[str, object]) -> str:
    with pytest.raises(Refused) as refusal:
        check_variables_size(variables, LIMITS)
    return str(refusal.value)


def test_variables_may_be_nested_as_deep_as_the_limit_and_no_deeper() -> None:
    check_variables_size(nest(VARIABLES_DEPTH), LIMITS)

    assert refusal_of(nest(VARIABLES_DEPTH + 1)) == 'The variables are nested too deeply: the limit "variables_depth" is 32'


def test_variables_may_hold_as_many_values_as_the_limit_and_no_more() -> None:
    check_variables_size({"v": [1] * (VARIABLES_VALUES - 1)}, LIMITS)

    assert refusal_of({"v": [1] * VARIABLES_VALUES}) == 'The variables hold too many values: the limit "variables_values" is 10000'


def test_a_body_may_hold_as_many_containers_as_the_limit_and_no_more() -> None:
    check_body_containers(b"[]" * BODY_CONTAINERS)

    with pytest.raises(Refused) as refusal:
        check_body_containers(b"[]" * BODY_CONTAINERS + b"{}")
    assert str(refusal.value) == 'The body holds too many lists and objects: the limit "body_containers" is 50000'
