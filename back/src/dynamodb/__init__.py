"""The adapters over DynamoDB: the table, and the feed of its changes."""
