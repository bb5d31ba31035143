"""The port of the queue on Amazon SQS, or what speaks like it."""
