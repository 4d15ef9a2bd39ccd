"""What may keep something from being made?"""

from __future__ import annotations


class CrowdedError(Exception):
    """More is asked for than can be made just now.

    Parameters
    ----------
    seconds : float
        How long what is waiting will take: when it is worth coming again.
    """

    def __init__(self, seconds: float) -> None:
        super().__init__(f"about {seconds:.0f} s of work are waiting")
        self.seconds = seconds


class GivenUpError(Exception):
    """A product took longer than it may, or the process that made it is gone."""
