"""What ``python -m geo`` can do: one module a command, with its grammar and its run."""
