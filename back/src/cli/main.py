"""The `integrates` command: each command is a file beside this one."""

import click

from cli import demo, gate, import_scan, invite, jobs, schema, serve, token, worker


@click.group()
@click.version_option(package_name="integrates")
def main() -> None:
    """Run and look after Integrates, an open vulnerability-management service."""


main.add_command(demo.demo)
main.add_command(gate.gate)
main.add_command(import_scan.import_scan)
main.add_command(invite.invite)
main.add_command(jobs.jobs)
main.add_command(schema.schema)
main.add_command(serve.serve)
main.add_command(token.token)
main.add_command(worker.worker)
