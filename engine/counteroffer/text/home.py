"""Where rules, examples and the command line are: in the installed package, or in a checkout."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
HOME = PACKAGE if (PACKAGE / "rules").is_dir() else PACKAGE.parent.parent
RULES = HOME / "rules"
EXAMPLES = HOME / "examples"
