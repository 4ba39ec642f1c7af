package org.gradus.experiments.experiment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.gradus.experiments.document.Document;
import org.gradus.experiments.document.Yaml;
import org.gradus.experiments.result.Results;
import org.gradus.experiments.run.Outcome;
import org.gradus.experiments.run.Progress;
import org.gradus.experiments.run.RunFolder;
import org.gradus.experiments.run.Runner;
import org.gradus.experiments.simulation.SimulationOutcome;
import org.gradus.experiments.simulation.SimulationRunner;
import org.gradus.experiments.spec.Collection.Member;
import org.gradus.experiments.spec.Collection;
import org.gradus.experiments.spec.Round;
import org.gradus.experiments.spec.RunSpec;
import org.gradus.experiments.spec.SimulationSpec;
import org.gradus.optim.io.AtomicFile;
import org.gradus.optim.option.InvalidInput;

/**
 * Experiments of every kind.
 *
 * @param out      the folder that holds the folders of experiments
 * @param threads  runs at a time
 * @param progress one for each part
 * @param done     told of every part when it is finished
 */
public record Experiments(Path out, int threads, Supplier<Progress> progress, Consumer<Results> done) {
    private static final String SPEC = "resolved.yaml";

    /**
     * Carries out what a document describes. All of it is read, and looked at with its problems, before anything is begun.
     *
     * @param defaultName the name where the document gives none
     * @param assignments replace values of the spec; in a collection, of each of its specs
     */
    public Experiment run(Document document, String defaultName, List<String> assignments) {
        if (!Collection.is(document)) return Experiment.of(part(document, defaultName, assignments).get());
        Collection collection = Collection.read(document, defaultName);
        List<Supplier<Results>> parts = new ArrayList<>();
        for (Member member : collection.members(document)) {
            parts.add(part(member.document(), member.defaultName(), assignments));
        }
        List<Results> results = new ArrayList<>();
        for (Supplier<Results> part : parts) results.add(part.get());
        String resolved = collection.resolved(results.stream().map(r -> out.relativize(r.folder()).toString()
                .replace('\\', '/')).toList());
        RunFolder folder = RunFolder.create(out, collection.name(), RunSpec.hash(resolved));
        AtomicFile.write(folder.resolvedSpec(), resolved);
        return new Experiment(collection.name(), collection.about(), folder.path(), results);
    }

    private Supplier<Results> part(Document given, String defaultName, List<String> assignments) {
        Document document = given;
        for (String assignment : assignments) document = document.with(assignment);
        if (SimulationSpec.is(document)) {
            SimulationSpec spec = SimulationSpec.read(document, defaultName);
            checked(document, () -> {
                SimulationRunner.check(spec);
                return spec;
            });
            return () -> finish(p -> new SimulationRunner(threads).runChecked(spec, out, p).results());
        }
        RunSpec spec = RunSpec.read(document, defaultName);
        Map<Round, OptionalDouble> optima = checked(document, () -> Runner.check(spec));
        return () -> finish(p -> new Runner(threads).run(spec, optima, out, p).results());
    }

    /** What shows only with the problem at hand is said with its place in the file, too. */
    private static <T> T checked(Document document, Supplier<T> check) {
        try {
            return check.get();
        } catch (InvalidInput e) {
            throw document.complaint(e);
        }
    }

    private interface Part {
        Results run(Progress progress);
    }

    private Results finish(Part part) {
        Results results;
        try (Progress told = progress.get()) {
            results = part.run(told);
        }
        done.accept(results);
        return results;
    }

    /** What is there in the folder of an experiment, finished or not. */
    public static Experiment read(Path folder) {
        Path file = folder.resolve(SPEC);
        if (!Files.isRegularFile(file)) {
            throw new InvalidInput(folder + ": this is not the folder of an experiment (no " + SPEC
                    + "); name one such as runs/quickstart/0123456789ab");
        }
        Document document = Yaml.read(file);
        if (!Collection.is(document)) return Experiment.of(part(document, folder));
        Collection collection = Collection.read(document, "");
        List<Results> parts = collection.members(document).stream()
                .map(m -> part(m.document(), Path.of(m.document().source()).getParent().normalize())).toList();
        return new Experiment(collection.name(), collection.about(), folder, parts);
    }

    private static Results part(Document document, Path folder) {
        return SimulationSpec.is(document) ? SimulationOutcome.read(SimulationSpec.read(document, ""), folder).results()
                : Outcome.read(RunSpec.read(document, ""), folder).results();
    }
}
