"""The files that draw a crowd of places; docs/served-files.md says what is in them."""
