"""What is public just now? The states of packages that were sealed, checked and published."""

from geo.store.states import Served
from geo.store.store import Condition, Store, configured_root

__all__ = ["Condition", "Served", "Store", "configured_root"]
