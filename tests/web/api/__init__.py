"""Is the interface what it promises, and what its standards ask for?"""
