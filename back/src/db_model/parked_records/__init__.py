"""Records of the change feed that the index did not take, kept until an operator has seen to them."""
