"""The process that applies the changes of the table to an index that is elsewhere."""
