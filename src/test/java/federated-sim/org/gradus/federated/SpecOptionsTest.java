package org.gradus.federated;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.gradus.federated.codec.Codecs;
import org.gradus.federated.noise.Noises;
import org.gradus.federated.partition.Partitioners;
import org.gradus.federated.sampling.Samplers;
import org.gradus.federated.time.Latencies;
import org.gradus.optim.option.Catalogue;
import org.gradus.optim.option.Options;
import org.junit.jupiter.api.Test;

/** What holds for every entry of the catalogues of noise, partitioners, codecs, samplers and latencies. */
class SpecOptionsTest {
    private record Family(Catalogue<?> catalogue, List<String> examples) {}

    private static final List<Family> FAMILIES = List.of(
            new Family(Noises.CATALOGUE, List.of("none", "gaussian(scale=0.5, by=norm)", "student-t(nu=1.5)",
                    "pareto(alpha=3)",
                    "alpha-stable(alpha=1.2)", "sparse-spikes(probability=0.1, magnitude=3)", "skewed-pareto(alpha=1.5)")),
            new Family(Partitioners.CATALOGUE, List.of("iid", "dirichlet(alpha=0.1)", "shards", "pathological",
                    "quantity-skew(law=dirichlet)", "natural")),
            new Family(Codecs.CATALOGUE, List.of("identity(precision=bfloat16)", "top-k(k=3)", "random-k(fraction=0.1)",
                    "qsgd(levels=15)", "sign", "seed-only(format=byte)")),
            new Family(Samplers.CATALOGUE, List.of("all", "uniform(count=3)", "weighted(fraction=0.5)",
                    "fixed(clients=[2, 0])",
                    "cyclic(count=1)", "available(count=2, on=[1, 2], off=[0, 3])")),
            new Family(Latencies.CATALOGUE, List.of("constant", "exponential(spread=1)", "log-normal",
                    "trace(secondsPerStep=[1, 2])")));

    @Test
    void everyTypeHasAnExampleThatIsTheSameAsTextAndAsMap() {
        for (Family family : FAMILIES) {
            Set<String> types = new HashSet<>();
            for (String example : family.examples()) {
                Object value = family.catalogue().read(example);
                types.add(Catalogue.typeOf(value));
                assertEquals(value, family.catalogue().read(Catalogue.write(value)), example);
                assertEquals(value, family.catalogue().read(Catalogue.text(value)), example);
            }
            assertEquals(Set.copyOf(family.catalogue().types()), types);
        }
    }

    @Test
    void everyTypeAndOptionSaysWhatItIs() {
        for (Family family : FAMILIES) {
            for (String type : family.catalogue().types()) {
                Class<?> record = family.catalogue().find(type);
                assertFalse(Catalogue.entry(record).about().isBlank());
                Options.describe(record.asSubclass(Record.class))
                        .forEach(option -> assertFalse(option.about().isBlank(), type + "." + option.name()));
            }
        }
    }

    /** Lists of lists have no text form, so this one as a map. */
    @Test
    void anAvailabilityTraceByRound() {
        Object value = Samplers.CATALOGUE.read(Map.of("type", "available", "count", 1,
                "rounds", List.of(List.of(0, 1), List.of(2))));
        assertEquals(value, Samplers.CATALOGUE.read(Catalogue.write(value)));
        assertTrue(value.toString().contains("[[0, 1], [2]]"));
    }
}
