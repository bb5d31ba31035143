"""The parts of SARIF that are read, and how much of each is kept."""

import re
from types import MappingProxyType

from scans.sarif.fields import loose_record
from scans.sarif.shapes import Listing, Record, Scalar, Shape, Table

MESSAGE_LIMIT = 2_000
SNIPPET_BYTES = 4_096
URI_BYTES = 4_096
RULE_ID_LIMIT = 1_024
NAME_LIMIT = 256
RESULT_ALLOWANCE = 1024 * 1024
HEADS_ALLOWANCE = 64 * 1024 * 1024
RULES_LIMIT = 25_000
ARTIFACTS_LIMIT = 250_000
RUNS_LIMIT = 1_000
RESULTS_LIMIT = 500_000
"""Of all runs together: what results are matched by is held in memory."""
_HELP_LIMIT = 64 * 1024
_FAILURE = re.compile(
    r"\b(?:fail|could ?n[o']t|can ?not|can't|unable|skipp|timed? ?-?out|unreadable|unpars|too (?:large|big)"
    r"|not (?:be(?:en)? )?(?:analy[sz]|pars|scann|process|read))"
    r"|(?:syntax|pars(?:e|ing)?|lex(?:er|ical|ing)?|decod(?:e|ing)|encod(?:e|ing)|read(?:ing)?|internal|fatal) ?error|partial ?pars",
    re.IGNORECASE,
)


def _record(**fields: Shape) -> Record:
    return Record(MappingProxyType(fields))


NAME = Scalar(NAME_LIMIT)
NUMBER = Scalar(32)
URI = Scalar(URI_BYTES + 1)
MESSAGE = _record(text=Scalar(MESSAGE_LIMIT), markdown=Scalar(MESSAGE_LIMIT), id=NAME, arguments=Listing(Scalar(MESSAGE_LIMIT), 32))
MESSAGES = Table(_record(text=Scalar(MESSAGE_LIMIT), markdown=Scalar(MESSAGE_LIMIT)), 64)
ARTIFACT_LOCATION = _record(uri=URI, uriBaseId=NAME, index=NUMBER)
LOCATION = _record(
    physicalLocation=_record(
        artifactLocation=ARTIFACT_LOCATION,
        region=_record(startLine=NUMBER, startColumn=NUMBER, snippet=_record(text=Scalar(SNIPPET_BYTES + 1))),
    ),
    logicalLocations=Listing(_record(fullyQualifiedName=URI, name=URI), 1),
)
COMPONENT_REFERENCE = _record(name=NAME, guid=NAME, index=NUMBER)
REFERENCE = _record(id=Scalar(RULE_ID_LIMIT + 1), guid=NAME, index=NUMBER, toolComponent=COMPONENT_REFERENCE)
PROPERTIES = Record(
    MappingProxyType(
        {"security-severity": Scalar(64), "tags": Listing(NAME, 64), "cwe": Listing(NAME, 16), "CWE": Listing(NAME, 16), "cwe_id": NAME}
    )
)
RESULT = _record(
    ruleId=Scalar(RULE_ID_LIMIT + 1),
    ruleIndex=NUMBER,
    rule=REFERENCE,
    kind=NAME,
    level=NAME,
    message=MESSAGE,
    locations=Listing(LOCATION, 16),
    analysisTarget=ARTIFACT_LOCATION,
    fingerprints=Table(Scalar(1_024), 16),
    partialFingerprints=Table(Scalar(1_024), 16),
    suppressions=Listing(_record(status=NAME, kind=NAME, justification=Scalar(NAME_LIMIT)), 64),
    baselineState=NAME,
    taxa=Listing(REFERENCE, 64),
    properties=PROPERTIES,
)
RULE = _record(
    id=Scalar(RULE_ID_LIMIT + 1),
    guid=NAME,
    helpUri=URI,
    shortDescription=_record(text=Scalar(NAME_LIMIT)),
    defaultConfiguration=_record(level=NAME),
    help=_record(text=Scalar(_HELP_LIMIT), markdown=Scalar(_HELP_LIMIT)),
    relationships=Listing(_record(target=REFERENCE), 64),
    messageStrings=MESSAGES,
    properties=PROPERTIES,
)
COMPONENT = _record(
    name=NAME,
    guid=NAME,
    version=NAME,
    semanticVersion=NAME,
    rules=Listing(RULE, RULES_LIMIT),
    globalMessageStrings=MESSAGES,
    taxa=Listing(_record(id=NAME, guid=NAME), RULES_LIMIT),
)


def is_failure(notification: object) -> bool:
    """Tell whether a notification says that something went wrong, by its level, its exception or its words."""
    if not isinstance(notification, dict):
        return False
    texts = (
        *(loose_record(notification, "message").get(key) for key in ("text", "markdown", "id")),
        loose_record(notification, "descriptor").get("id"),
    )
    return (
        notification.get("level") == "error"
        or bool(loose_record(notification, "exception"))
        or any(isinstance(text, str) and _FAILURE.search(text) for text in texts)
    )


_NOTIFICATIONS = Listing(
    _record(
        level=NAME,
        message=MESSAGE,
        locations=Listing(LOCATION, 64),
        exception=_record(kind=NAME, message=Scalar(MESSAGE_LIMIT)),
        descriptor=_record(id=NAME),
    ),
    100_000,
    accept=is_failure,
)
RUN = MappingProxyType[str, Shape](
    {
        "tool": _record(driver=COMPONENT, extensions=Listing(COMPONENT, 256)),
        "automationDetails": _record(id=Scalar(RULE_ID_LIMIT)),
        "originalUriBaseIds": Table(ARTIFACT_LOCATION, 256),
        "artifacts": Listing(_record(location=ARTIFACT_LOCATION), ARTIFACTS_LIMIT),
        "taxonomies": Listing(COMPONENT, 64),
        "versionControlProvenance": Listing(_record(repositoryUri=URI, branch=NAME, revisionId=NAME), 1),
        "externalPropertyFileReferences": _record(results=Listing(NAME, 0)),
        "invocations": Listing(
            _record(
                executionSuccessful=NAME,
                endTimeUtc=NAME,
                toolExecutionNotifications=_NOTIFICATIONS,
                toolConfigurationNotifications=_NOTIFICATIONS,
            ),
            1_000,
        ),
    }
)
