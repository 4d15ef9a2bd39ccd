"""How is made what readers take away? In turn, in processes apart, once, and sent with patience."""
