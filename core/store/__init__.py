"""The review database: parts, results, decisions, thresholds and the append-only audit record."""
