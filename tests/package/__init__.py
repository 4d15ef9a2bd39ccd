"""Is every fault of a package told, and nothing of a sound one?"""
