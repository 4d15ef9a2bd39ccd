"""How is data brought in through a page?"""
