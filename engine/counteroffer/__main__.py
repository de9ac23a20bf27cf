"""`python -m counteroffer` and the console script: run the commands in `cli.py`."""

import atexit
import gc
import os
from importlib.util import module_from_spec, spec_from_file_location

from counteroffer.files import user_cache
from counteroffer.files.dataclass_code import keep_dataclass_code
from counteroffer.text.home import HOME


def main() -> None:
    # A command ends before there is garbage worth collecting: this saves a tenth of its time, most
    # of it at the exit.
    gc.disable()
    atexit.register(gc.freeze)
    user_cache.switch_on()
    keep_dataclass_code()
    # pydantic would look for plugins in the metadata of all that is installed.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # As an import does, and unlike runpy, this keeps the compiled commands for the next time.
    spec = spec_from_file_location("counteroffer_cli", HOME / "cli.py")
    assert spec is not None
    assert spec.loader is not None
    cli = module_from_spec(spec)
    spec.loader.exec_module(cli)
    cli.main()


if __name__ == "__main__":
    main()
