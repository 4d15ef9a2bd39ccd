"""How is it said that more is asked for than a file holds? 413, and what there is instead."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import ParamSpec

from starlette.responses import JSONResponse, Response

from geo.export.limits import TooManyPlacesError
from geo.web.answers import UNCACHED, readable_by_others

_P = ParamSpec("_P")


def limited(answer: Callable[_P, Response]) -> Callable[_P, Response]:
    """Turn the error of too many places into an answer in both languages."""

    @functools.wraps(answer)
    def answered(*args: _P.args, **kwargs: _P.kwargs) -> Response:
        try:
            return answer(*args, **kwargs)
        except TooManyPlacesError as error:
            body = {
                "code": "TooLarge",
                "description": error.said.en,
                "description_zh": error.said.zh,
            }
            headers = {**UNCACHED, **readable_by_others()}
            return JSONResponse(body, status_code=413, headers=headers)

    return answered
