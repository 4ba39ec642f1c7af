package org.gradus.optim;

import java.util.List;
import java.util.function.Predicate;
import org.gradus.optim.tensor.LoraPair;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What a route may ask of a parameter.
 *
 * @param role of a factor of a LoRA pair; otherwise null
 */
public record Parameter(String name, List<Long> shape, DataType type, LoraPair.Role role) {
    /** A parameter that is no factor of a pair. */
    public Parameter(String name, List<Long> shape, DataType type) {
        this(name, shape, type, null);
    }

    /** Axes that are longer than 1: ND4J keeps row vectors as matrices of one row. */
    public int rank() {
        return (int) shape.stream().filter(n -> n > 1).count();
    }

    /** Parameters of rank 2 or more. */
    public static Predicate<Parameter> matrices() {
        return new RankAtLeast(2);
    }

    /** Parameters whose name matches a pattern in which {@code *} stands for any characters. */
    public static Predicate<Parameter> named(String pattern) {
        return new Named(pattern);
    }

    /** Factors of LoRA pairs. */
    public static Predicate<Parameter> pairs() {
        return new InPair();
    }

    public record InPair() implements Predicate<Parameter> {
        @Override
        public boolean test(Parameter parameter) {
            return parameter.role() != null;
        }
    }

    public record Named(String pattern) implements Predicate<Parameter> {
        @Override
        public boolean test(Parameter parameter) {
            return parameter.name().matches("\\Q" + pattern.replace("*", "\\E.*\\Q") + "\\E");
        }
    }

    public record RankAtLeast(int rank) implements Predicate<Parameter> {
        @Override
        public boolean test(Parameter parameter) {
            return parameter.rank() >= rank;
        }
    }
}
