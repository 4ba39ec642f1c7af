package org.gradus.experiments.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.gradus.experiments.problem.FederatedProblems;
import org.gradus.experiments.problem.Problems;
import org.gradus.experiments.spec.SpecFiles;
import org.gradus.federated.algorithm.Algorithms;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.optim.option.Catalogue;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Names;
import org.gradus.optim.schedule.Schedules;
import org.gradus.theory.Claim;
import org.gradus.theory.catalogue.Claims;

/** What the catalogue has, by kinds. */
enum Kind {
    OPTIMIZERS(() -> items(Optimizers.CATALOGUE)),
    ALGORITHMS(() -> items(Algorithms.CATALOGUE)),
    PROBLEMS(() -> Stream.of(Problems.CATALOGUE, FederatedProblems.CATALOGUE).flatMap(c -> items(c).stream()).toList()),
    SCHEDULES(() -> items(Schedules.CATALOGUE)),
    CLAIMS(() -> Claims.ALL.stream().map(Kind::claim).toList()),
    SPECS(() -> SpecFiles.shipped().stream().map(Kind::spec).toList());

    /** One entry of a list. */
    record Item(String name, String about, String source) {}

    private final Supplier<List<Item>> items;

    Kind(Supplier<List<Item>> items) {
        this.items = items;
    }

    static Kind of(String name) {
        List<String> names = Arrays.stream(values()).map(Kind::toString).toList();
        int index = names.indexOf(name);
        if (index < 0) throw Names.unknown("kind", name, names);
        return values()[index];
    }

    List<Item> items() {
        return items.get();
    }

    private static List<Item> items(Catalogue<?> catalogue) {
        return catalogue.types().stream().map(type -> {
            Entry entry = Catalogue.entry(catalogue.find(type));
            return new Item(type, entry.about(), entry.source());
        }).toList();
    }

    private static Item claim(Claim<?> claim) {
        return new Item(claim.about().id(), claim.about().title(), claim.about().source());
    }

    private static Item spec(String name) {
        Object about = SpecFiles.open(name).root().get("about");
        return new Item(name, about == null ? "" : about.toString().strip().lines().findFirst().orElse(""), "");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
