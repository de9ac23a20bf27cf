"""A small guide in Markdown that agrees with itself, and parts of it to change."""

from __future__ import annotations

HEAD = "| Region | Base Salary | Stock (RSU/4yr) | Bonus | Total Comp |\n|---|---|---|---|---|"


ROW = "| Lisbon | €60K-€80K | €40K-€80K | 10% | €76K-€108K |"


LEVER = '1. **Compiler Depth:** "I wrote two compilers. I need €75K base."'


STRATEGY = '"I ask for €78K base and €70K equity/4yr. My floor is €66K base."'


SOURCES = "- Levels.fyi, compilers, 2026"


def guide(
    *rows: str,
    lever: str = LEVER,
    strategy: str = STRATEGY,
    sources: str = SOURCES,
    head: str = HEAD,
) -> str:
    return (
        "### Compiler Engineer | Quillmark Global Negotiation Guide\n\n"
        f"{head}\n" + "\n".join(rows or (ROW,)) + "\n\n"
        "**Level Mapping:** Quillmark C3 = Larkspur L4 = Tundra E4\n\n"
        f"**Global Levers**\n{lever}\n\n"
        f"> **Negotiate Up Strategy:** {strategy}\n\n"
        f"**Evidence & Sources**\n{sources}\n"
    )
