"""Modelling, lighting and rendering of workplaces: numpy for shapes and light, VTK for drawing."""
