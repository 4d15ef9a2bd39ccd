"""Other ways to draw the same places: what the one-map is measured beside."""
