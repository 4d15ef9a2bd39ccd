"""What is in a file that somebody brings, and can it be taken?"""
