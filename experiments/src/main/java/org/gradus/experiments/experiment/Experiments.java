package org.gradus.experiments.experiment;

import java.nio.file.Files;
import java.nio.file.Path;
import org.gradus.experiments.document.Document;
import org.gradus.experiments.document.Yaml;
import org.gradus.experiments.result.Results;
import org.gradus.experiments.run.Outcome;
import org.gradus.experiments.run.Progress;
import org.gradus.experiments.run.Runner;
import org.gradus.experiments.simulation.SimulationOutcome;
import org.gradus.experiments.simulation.SimulationRunner;
import org.gradus.experiments.spec.RunSpec;
import org.gradus.experiments.spec.SimulationSpec;
import org.gradus.optim.option.InvalidInput;

/** Experiments of either kind. */
public final class Experiments {
    private static final String SPEC = "resolved.yaml";

    private Experiments() {}

    /**
     * Carries out what a document describes.
     *
     * @param defaultName the name where the document gives none
     * @param out         the folder that holds the folders of experiments
     * @param threads     runs at a time
     */
    public static Results run(Document document, String defaultName, Path out, int threads, Progress progress) {
        if (SimulationSpec.is(document)) {
            SimulationSpec spec = SimulationSpec.read(document, defaultName);
            return new SimulationRunner(threads).run(spec, out, progress).results();
        }
        return new Runner(threads).run(RunSpec.read(document, defaultName), out, progress).results();
    }

    /** What is there in the folder of an experiment, finished or not. */
    public static Results read(Path folder) {
        Path file = folder.resolve(SPEC);
        if (!Files.isRegularFile(file)) {
            throw new InvalidInput(folder + ": this is not the folder of an experiment (no " + SPEC
                    + "); name one such as runs/quickstart/0123456789ab");
        }
        Document document = Yaml.read(file);
        return SimulationSpec.is(document) ? SimulationOutcome.read(SimulationSpec.read(document, ""), folder).results()
                : Outcome.read(RunSpec.read(document, ""), folder).results();
    }
}
