"""Are the server's answers right, kept and guarded?"""
