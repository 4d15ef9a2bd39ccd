"""What does a page say that needs no scripts: a place, a workstream, on its own address?"""
