"""What do plain addresses answer?"""
