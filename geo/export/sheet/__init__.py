"""How does what is shown become a sheet of paper? Facts as JSON, typeset by constant templates."""
