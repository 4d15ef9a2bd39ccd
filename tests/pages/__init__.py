"""Do the pages say what the package and the view hold?"""
