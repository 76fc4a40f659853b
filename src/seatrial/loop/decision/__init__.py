"""Three outcomes, reasons, dissent and departures; superseded, never edited. And the letter."""
