"""Is what takes long made once, in order, and by processes that end?"""
