"""Does what leaves the app say what the view shows, and where it is from?"""
