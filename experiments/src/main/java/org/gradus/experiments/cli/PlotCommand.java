package org.gradus.experiments.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.gradus.experiments.experiment.Experiments;
import org.gradus.experiments.figure.Figures;
import org.gradus.experiments.result.Results;
import org.gradus.optim.option.InvalidInput;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
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

    @Override
    public void run() {
        Results results = Experiments.read(folder);
        if (results.finished() == 0) {
            throw new InvalidInput(folder + ": no run is finished yet; 'gradus run " + folder.resolve("resolved.yaml") + "' goes on");
        }
        PrintWriter out = command.commandLine().getOut();
        if (results.missing() > 0) {
            out.println(results.missing() + " of " + (results.missing() + results.finished()) + " runs are not finished and left out");
        }
        Figures.draw(results).forEach(figure -> out.println("figure: " + figure.png()));
    }
}
