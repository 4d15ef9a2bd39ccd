"""Are the files that are built those that memory makes, whoever builds them?"""
