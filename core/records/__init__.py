"""The nouns, a file each: typed, and in the shape that JSON has where they are stored or sent.

They stand in one room because whoever looks for what a thing holds looks for its name.
"""
