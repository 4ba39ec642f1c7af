package org.gradus.experiments.simulation;

import java.nio.file.Path;
import org.gradus.experiments.run.CheckpointFolder;
import org.gradus.experiments.run.RunFolder;
import org.gradus.experiments.spec.Study.Point;
import org.gradus.federated.Simulation;

/** One algorithm from one seed, at one point of one study. */
record Case(String study, Point point, String label, long seed) {
    Simulation simulation() {
        return point.algorithms().get(label);
    }

    CheckpointFolder in(RunFolder folder) {
        Path place = folder.path().resolve(study).resolve(point.name());
        return new CheckpointFolder(place.resolve(label).resolve(Long.toString(seed)));
    }

    @Override
    public String toString() {
        return (study.isEmpty() ? "" : study + ", ") + (point.name().isEmpty() ? "" : point.name() + ", ") + label
                + ", seed " + seed;
    }
}
