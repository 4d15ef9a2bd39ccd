"""The dialog in which a view is passed on, cited, printed and taken away."""
