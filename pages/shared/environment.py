"""What do ``STREAMLIT_…`` variables say where no ``streamlit run`` reads them?

An ASGI server (``uvicorn app:app``) imports the app, and Streamlit then reads its configuration
file but not the environment. Read here, so that both ways of starting it obey the same settings.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, Final

from streamlit import config

_TRUE: Final = frozenset({"1", "true", "t", "yes", "y", "on"})
_FALSE: Final = frozenset({"0", "false", "f", "no", "n", "off"})


def obey_environment() -> None:
    """Take options from the environment, unless ``streamlit run`` has done so.

    Raises
    ------
    ValueError
        If a variable is no value of its kind; it names the variable.
    """
    if config._main_script_path is not None:  # the sign of `streamlit run`, flags and all
        return
    for option in list(config.get_config_options().values()):
        stated = os.environ.get(option.env_var)
        if stated is not None and not option.sensitive:  # those it reads by itself
            value = parsed(stated, option.type, option.env_var, several=option.multiple)
            config.set_option(option.key, value, "environment variable")


def parsed(stated: str, kind: Any, name: str, *, several: bool) -> Any:
    """Return the value of a variable as `streamlit run` takes it.

    Raises
    ------
    ValueError
        If it is no value of that kind.
    """
    if several:
        return [parsed(part, kind, name, several=False) for part in stated.split()]
    words: Mapping[str, bool] = dict.fromkeys(_TRUE, True) | dict.fromkeys(_FALSE, False)
    try:
        if kind is bool:
            return words[stated.strip().lower()]
        return kind(stated) if kind in {int, float} else stated
    except (KeyError, ValueError) as error:
        raise ValueError(f"{name} has to be a {kind.__name__}") from error
