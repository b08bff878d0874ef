"""The modelled workplaces of the demo programme; metres, x to the east, y to the north, z up."""
