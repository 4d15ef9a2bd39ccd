"""What is shown, for machines: ``/api``, an OGC API - Features service with our own records."""
