"""What is public just now? The states of packages that were sealed, checked and published."""
