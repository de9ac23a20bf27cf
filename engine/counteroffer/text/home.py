"""Where the rules and the commands lie: beside the package once installed, beside the sources in a
checkout."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
HOME = PACKAGE if (PACKAGE / "rules").is_dir() else PACKAGE.parent.parent
RULES = HOME / "rules"
