"""Does the project do what it says? The folders are those of the rooms that they ask about."""
