"""The Chair's summary: sentences in the Chair's words, each resting on approved excerpts."""
