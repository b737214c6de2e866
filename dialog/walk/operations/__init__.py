"""Verbs that write: plan a walk, start and end it, take in what tablets send, merge doubles, key in a paper protocol."""
