"""What a browser fetches to draw a package."""
