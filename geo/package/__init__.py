"""A district's data: one Frictionless Data Package a folder, read, checked and sealed here."""
