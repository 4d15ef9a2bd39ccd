"""Are figures read, written, compared and derived as they were published?"""
