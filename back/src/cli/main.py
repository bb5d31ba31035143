"""The `integrates` command: each command is a file beside this one."""

import click

from cli import demo, invite, schema, serve, token, worker


@click.group()
@click.version_option(package_name="integrates")
def main() -> None:
    """Run and look after Integrates, an open vulnerability-management service."""


main.add_command(demo.demo)
main.add_command(invite.invite)
main.add_command(schema.schema)
main.add_command(serve.serve)
main.add_command(token.token)
main.add_command(worker.worker)
