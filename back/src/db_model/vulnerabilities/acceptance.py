"""Until when a treatment exempts a vulnerability from what is asked of the others."""

from datetime import UTC, datetime

from db_model.vulnerabilities.types import AcceptanceStatus, Treatment, TreatmentStatus

ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
_PENDING = frozenset({AcceptanceStatus.REJECTED, AcceptanceStatus.SUBMITTED})


def breaks_from(treatment: Treatment) -> datetime | None:
    """Return the moment from which on a treatment exempts no more: `ALWAYS` if it never did, `None` if it does for good.

    That a time is over follows from the clock alone; the daily job only writes it down.
    """
    match treatment.status:
        case TreatmentStatus.ACCEPTED if treatment.accepted_until is not None and treatment.acceptance not in _PENDING:
            return treatment.accepted_until
        case TreatmentStatus.ACCEPTED_UNDEFINED if treatment.acceptance is AcceptanceStatus.APPROVED:
            return None
        case _:
            return ALWAYS
