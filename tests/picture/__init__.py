"""Is the map on paper that of the screen?"""
