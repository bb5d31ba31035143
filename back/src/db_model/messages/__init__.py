"""The outbox: messages to people, written in the commit of what they tell of and sent later."""
