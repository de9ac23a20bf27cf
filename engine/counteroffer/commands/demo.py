"""`counteroffer demo`: answer one of the examples that come with the package."""

from __future__ import annotations

import click

from counteroffer.commands.output import tell, write
from counteroffer.text.home import EXAMPLES

FIRST = "hugging-face-san-francisco"


def names() -> list[str]:
    """The cases among the examples, the one that is answered by default first."""
    found = sorted(file.stem for file in EXAMPLES.glob("*.yaml"))
    return sorted(found, key=lambda name: name != FIRST)


@click.command("demo")
@click.argument("name", type=click.Choice(names()), default=FIRST)
@click.option("--case", "file", is_flag=True, help="Print the case itself, to begin your own with.")
@click.pass_context
def command(ctx: click.Context, name: str, file: bool) -> None:
    """Answer an example case, to see what an answer is.

    \b
    counteroffer demo
    counteroffer demo stability-ai-london
    counteroffer demo --case > my-case.yaml
    """
    path = EXAMPLES / f"{name}.yaml"
    if file:
        write(None, path.read_bytes())
        return
    root = ctx.find_root()
    ask = root.command.get_command(root, "ask") if isinstance(root.command, click.Group) else None
    assert ask is not None
    with ask.make_context("ask", [str(path)], parent=root) as asking:
        ask.invoke(asking)
    tell(f"note: the case is {path}; counteroffer demo {name} --case prints it", err=True)
