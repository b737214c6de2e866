"""The example municipality: real districts and real remarks, recombined; everything in it says that it is an example."""
