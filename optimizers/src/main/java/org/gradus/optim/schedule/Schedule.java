package org.gradus.optim.schedule;

import java.util.Map;
import org.gradus.optim.option.Catalogue;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Names;

/**
 * A hyperparameter as a function of the update number: a value, with equality and a text form.
 *
 * <p>Update number {@code t = 0, 1, ...} uses {@code at(t)}; the function depends on nothing else, so training resumes
 * at any step. All arithmetic is float64.
 */
@FunctionalInterface
public interface Schedule {
    /**
     * The value that update {@code t} uses.
     *
     * @throws InvalidInput if t is negative
     */
    double at(long t);

    static Schedule constant(double value) {
        return new Constant(value);
    }

    /** This schedule times a factor, such as the rate of some parameters relative to that of others. */
    default Schedule times(double factor) {
        return this instanceof Constant c ? new Constant(c.value() * factor) : new Scaled(this, factor);
    }

    /** A number, text such as {@code "cosine(peak=0.1, steps=100)"}, or a map with a {@code type}. */
    static Schedule parse(Object spec) {
        if (spec instanceof Number n) return new Constant(n.doubleValue());
        if (spec instanceof String s && !s.isBlank() && "+-.0123456789NI".indexOf(s.trim().charAt(0)) >= 0) {
            return new Constant(number(s.trim()));
        }
        if (spec instanceof String || spec instanceof Map) return Schedules.CATALOGUE.read(spec);
        throw new InvalidInput(Names.shown(spec) + " is neither a number nor a schedule");
    }

    /**
     * How the schedule is written in a run spec: a plain number where it is constant.
     *
     * @throws InvalidInput if the schedule is a lambda: only records have a text form
     */
    default Object write() {
        if (!(this instanceof Record)) {
            throw new InvalidInput("a schedule that is not a record has no text form; use one of "
                    + String.join(", ", Schedules.CATALOGUE.types()) + " or write a record");
        }
        return Catalogue.text(this);
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new InvalidInput(Names.shown(text) + " is neither a number nor a schedule");
        }
    }
}
