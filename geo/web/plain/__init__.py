"""Which plain pages does the server send, and how are they told to search engines?"""
