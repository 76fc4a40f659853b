"""The families of tasks: each gives a world from a seed."""
