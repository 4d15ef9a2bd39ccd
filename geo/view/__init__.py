"""What is being looked at: the link, the filter and the search."""
