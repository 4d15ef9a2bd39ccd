"""Numbers: reading them as printed, deriving from them, writing them for people."""
