/**
 * Figures from in-memory numbers: median and quantile band over seeds, as SVG, PNG and the CSV drawn.
 *
 * <p>Start at {@link org.gradus.plots.ConvergenceFigure} (progress over steps or time),
 * {@link org.gradus.plots.SensitivityFigure} (a result against a hyperparameter), {@link org.gradus.plots.SpreadFigure} (how
 * results scatter over seeds). What a figure says is decided in
 * {@link org.gradus.plots.FigureModel}, without rendering; how it looks is decided in one painter.
 */
package org.gradus.plots;
