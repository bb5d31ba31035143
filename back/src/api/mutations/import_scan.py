"""`importScan`."""

from typing import NamedTuple

from api.context import Info
from api.guards import group_action
from api.uploads import Upload
from db_model.scans.types import Scan, ScanFormat, ScanRequest
from groups import domain as groups_domain
from scans import domain as scans_domain


class ImportScanPayload(NamedTuple):
    """The scan that was asked for, which a worker imports."""

    scan: Scan
    success: bool = True


@group_action("api_mutations_import_scan_mutate")
async def resolve(
    _parent: None,
    info: Info,
    *,
    group_name: str,
    root_nickname: str,
    file: Upload,
    format: ScanFormat,  # noqa: A002 -- the name of the argument
    create_root: bool,
    allow_older: bool,
    dry_run: bool,
    branch: str | None = None,
    close_missing: bool | None = None,
    commit: str | None = None,
    idempotency_key: str | None = None,
    repository_url: str | None = None,
) -> ImportScanPayload:
    """Ask for a file of results to be imported into a root."""
    loaders = info.context.loaders
    request = ScanRequest(
        root_nickname=root_nickname,
        format=format,
        file=file.digest,
        size=file.size,
        commit=commit,
        branch=branch,
        create_root=create_root,
        repository_url=repository_url,
        close_missing=close_missing,
        allow_older=allow_older,
        is_dry_run=dry_run,
    )
    group = await groups_domain.get(loaders, group_name)
    return ImportScanPayload(await scans_domain.start(loaders, group, request, key=idempotency_key))
