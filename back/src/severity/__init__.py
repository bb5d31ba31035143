"""How bad a weakness is: CVSS vectors and scores, levels, exposure, and what to make of a scanner's number or word."""
