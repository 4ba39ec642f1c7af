package org.gradus.experiments.simulation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gradus.experiments.run.CheckpointFolder;
import org.gradus.experiments.run.RunFolder;
import org.gradus.experiments.spec.SimulationSpec;
import org.gradus.experiments.spec.Study.Point;
import org.gradus.federated.Simulation;

/** One algorithm from one seed, at one point of one study. */
record Case(String study, Point point, String label, long seed) {
    /** Of a whole experiment: seed by seed, so that what is done together is compared together. */
    static List<Case> all(SimulationSpec spec) {
        List<Case> cases = new ArrayList<>();
        spec.studies().forEach((name, study) -> {
            for (Point point : study.points()) {
                for (long seed : spec.seeds()) {
                    study.algorithms().keySet().forEach(label -> cases.add(new Case(name, point, label, seed)));
                }
            }
        });
        return cases;
    }

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
