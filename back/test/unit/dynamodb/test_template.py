"""The example for CloudFormation makes the table that the command makes."""

import json
from pathlib import Path

from dynamodb.creation import definition
from dynamodb.items import EXPIRES_AT

TEMPLATE = Path(__file__).parents[4] / "docs" / "examples" / "table.cfn.json"


def test_the_template_makes_the_same_table_as_the_command() -> None:
    properties = json.loads(TEMPLATE.read_text())["Resources"]["Table"]["Properties"]
    made = dict(definition("a name"))
    stream = made.pop("StreamSpecification")

    assert stream["StreamEnabled"] is True
    assert properties == {
        **made,
        "TableName": {"Ref": "TableName"},
        "StreamSpecification": {"StreamViewType": stream["StreamViewType"]},
        "TimeToLiveSpecification": {"AttributeName": EXPIRES_AT, "Enabled": True},
        "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
    }
