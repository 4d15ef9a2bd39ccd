"""Is only what was sealed and checked public, and does it stay so whatever happens?"""
