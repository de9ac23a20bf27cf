"""`counteroffer schema`: the published JSON Schemas."""

from __future__ import annotations

import click

from counteroffer.answers.record import dumped
from counteroffer.authoring.schemas import NAMES, schema


@click.command("schema")
@click.argument("name", type=click.Choice(NAMES))
def command(name: str) -> None:
    """Print the JSON Schema of cases, guides, levers or answers.

    The recruiter's view has one too. Editors that check YAML by a schema take it from the file's
    first line:

    \b
    counteroffer schema case > case.schema.json
    # yaml-language-server: $schema=case.schema.json
    """
    click.echo(dumped(schema(name)), nl=False)
