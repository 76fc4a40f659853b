"""What is kept of a candidate: handed out in one file, and erased on request or when its time is over."""
