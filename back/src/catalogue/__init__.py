"""The catalogue: types of weakness by CWE, what they ask of a product, and CWE ids in free text."""
