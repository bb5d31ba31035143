"""What a GraphQL request may ask for at most, each limit in a file of its own, checked before anything is executed."""
