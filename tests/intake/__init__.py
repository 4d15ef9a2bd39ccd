"""Files that are brought, each made by the test that reads it."""
