"""What lies in a folder of static files, and how is it written?"""
