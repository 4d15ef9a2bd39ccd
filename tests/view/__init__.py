"""Does a link say what is seen, and does a filter show what it should?"""
