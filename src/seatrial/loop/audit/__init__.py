"""What happened, in order: appended in the transaction of the act itself, chained by hash, without personal text."""
