"""Is what a browser fetches true, and its code constant?"""
