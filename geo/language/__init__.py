"""The two languages: pairs of words, and the texts of the interface."""
