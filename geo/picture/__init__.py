"""The map: its constant code, and the data it fetches."""
