"""The places of a package: their table, order, categories and where they lie."""
