"""How are the files that draw a package made beforehand? ``python -m geo build``."""
