"""Same fields for every panelist of a stage, filled alone, sealed on submission. Flags stand beside them."""
