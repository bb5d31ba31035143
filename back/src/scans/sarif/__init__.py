"""Reading SARIF 2.1.0 files as streams, in memory that does not grow with them."""
