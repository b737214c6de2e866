"""Surveys, waves and questions; what was answered."""
