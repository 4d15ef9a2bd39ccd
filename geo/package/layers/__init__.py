"""How are the layers of a package read, whatever they are kept in and however large they are?"""
