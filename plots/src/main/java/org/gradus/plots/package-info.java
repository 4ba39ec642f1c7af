/**
 * Figures from in-memory numbers, as SVG, PNG, PDF and the CSV drawn.
 *
 * <p>Every {@link org.gradus.plots.Figure} is a record: {@link org.gradus.plots.ConvergenceFigure} (progress over steps,
 * bytes or time), {@link org.gradus.plots.SensitivityFigure} (a result against a hyperparameter),
 * {@link org.gradus.plots.HeatMapFigure} (against two), {@link org.gradus.plots.ScalingFigure} (against a size, with fitted
 * exponents), {@link org.gradus.plots.SpreadFigure} (how results scatter over seeds), {@link org.gradus.plots.BarFigure}
 * (one quantity by name). Each says what it shows in a {@link org.gradus.plots.FigureModel}, without rendering; one page
 * lays that out, and its {@link org.gradus.plots.Body} draws what stands inside the axes. Apart stands
 * {@link org.gradus.plots.XyFigure}, a small figure in the font and ink of the web page around it.
 */
package org.gradus.plots;
