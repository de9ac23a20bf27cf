"""`python -m counteroffer` and the console script: run the commands in `cli.py`."""

import runpy

from counteroffer.home import HOME


def main() -> None:
    runpy.run_path(str(HOME / "cli.py"), run_name="__main__")


if __name__ == "__main__":
    main()
