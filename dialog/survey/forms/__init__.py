"""Forms of the room: the residents' is drawn from the questions (`sheet`), since it is as long as the survey is."""
