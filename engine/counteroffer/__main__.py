"""`python -m counteroffer` and the console script: run the commands in `cli.py`."""

import atexit
import gc
import os
import sys
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType

from counteroffer.files import user_cache
from counteroffer.files.dataclass_code import keep_dataclass_code
from counteroffer.text.home import HOME

_PLUGINS, _NONE = "PYDANTIC_DISABLE_PLUGINS", "__all__"


def main() -> None:
    # A command ends before there is garbage worth collecting: this saves a tenth of its time, most
    # of it at the exit.
    gc.disable()
    atexit.register(gc.freeze)
    user_cache.switch_on()
    keep_dataclass_code()
    _no_plugins()
    # As an import does, and unlike runpy, this keeps the compiled commands for the next time.
    spec = spec_from_file_location("counteroffer_cli", HOME / "cli.py")
    assert spec is not None
    assert spec.loader is not None
    cli = module_from_spec(spec)
    spec.loader.exec_module(cli)
    cli.main()


def _no_plugins() -> None:
    """Spare pydantic the look for plugins, which reads the metadata of all that is installed.

    Its loader alone, told to load none, imports as much as an answer does. A variable that is set
    already is the user's word.
    """
    if os.environ.setdefault(_PLUGINS, _NONE) == _NONE:
        loader = ModuleType("pydantic.plugin._loader")
        vars(loader)["get_plugins"] = tuple
        sys.modules.setdefault(loader.__name__, loader)


if __name__ == "__main__":
    main()
