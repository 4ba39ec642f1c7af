package org.gradus.plots;

/**
 * All that a figure says, before any of it is drawn.
 *
 * @param title may be empty
 * @param body what stands inside the axes
 * @param caption what the marks are, over how many seeds, and everything that was done to the data
 */
public record FigureModel(String title, Axis x, Axis y, Body body, String caption) {}
