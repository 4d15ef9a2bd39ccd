"""Is every form of a layer read alike, and what is wrong with one said?"""
