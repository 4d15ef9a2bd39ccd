"""Do places behave alike, be they few or a crowd?"""
