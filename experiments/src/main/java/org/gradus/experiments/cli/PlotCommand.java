package org.gradus.experiments.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.gradus.experiments.experiment.Experiment;
import org.gradus.experiments.experiment.Experiments;
import org.gradus.experiments.figure.Drawn;
import org.gradus.experiments.figure.Figures;
import org.gradus.experiments.report.Report;
import org.gradus.experiments.result.Results;
import org.gradus.experiments.tensorboard.TensorBoard;
import org.gradus.optim.option.InvalidInput;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gradus plot DIR}. */
@Command(name = "plot", mixinStandardHelpOptions = true,
        description = {"Draws the figures and the report of an experiment again, from its logs alone.",
            "Runs that are not finished are left out."})
final class PlotCommand implements Runnable {
    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "DIR", description = "the folder of an experiment, such as runs/quickstart/0123456789ab")
    private Path folder;

    @Option(names = "--tensorboard", description = "also write event files for TensorBoard")
    private boolean tensorboard;

    @Override
    public void run() {
        Experiment experiment = Experiments.read(folder);
        PrintWriter out = command.commandLine().getOut();
        List<List<Drawn>> figures = new ArrayList<>();
        for (Results part : experiment.parts()) {
            if (part.finished() == 0) {
                throw new InvalidInput(part.folder() + ": no run is finished yet; 'gradus run "
                        + part.folder().resolve("resolved.yaml") + "' goes on");
            }
            if (part.missing() > 0) {
                out.println(part.name() + ": " + part.missing() + " of " + (part.missing() + part.finished())
                        + " runs are not finished and left out");
            }
            figures.add(Figures.draw(part));
        }
        figures.forEach(part -> part.forEach(figure -> out.println("figure: " + figure.png())));
        if (tensorboard) experiment.parts().forEach(part -> out.println("tensorboard: " + TensorBoard.write(part)));
        out.println("report: " + Report.write(experiment, figures));
    }
}
