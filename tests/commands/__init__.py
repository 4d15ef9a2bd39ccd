"""Do the commands say what is wrong, in words and by their exit codes?"""
