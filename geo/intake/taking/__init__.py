"""What do the tables of a file say about places, figures and sources?"""
