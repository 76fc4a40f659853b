"""The model endpoint that misbehaves on purpose."""
