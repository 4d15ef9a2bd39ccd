"""What do openly published packages of data say of the geography of any district of China?"""
