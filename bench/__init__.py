"""How fast is the one-map beside other ways to do the same? Run by hand, never as a test."""
