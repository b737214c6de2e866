"""Questions about walks: which there are, one walk whole, what has come in, what was said there before."""
