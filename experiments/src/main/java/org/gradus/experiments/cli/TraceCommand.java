package org.gradus.experiments.cli;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import org.gradus.experiments.document.Json;
import org.gradus.experiments.trace.Replay;
import org.gradus.optim.io.AtomicFile;
import org.gradus.optim.option.InvalidInput;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gradus trace CASE.json}. */
@Command(name = "trace", mixinStandardHelpOptions = true,
        description = "Replays an optimizer on given numbers, in float64, to compare with another implementation.",
        footer = {"", "CASE.json (gradus-trace-1): {\"params\": {NAME: nested array}, \"optimizer\": {\"type\": ..., options},",
            "  \"gradients\": [{NAME: nested array}, ...] one object a step}, or in place of gradients",
            "  \"objective\": {\"type\": \"quadratic\", \"Q\": matrix, \"c\": vector}, \"steps\": n, \"noise\" (optional): [vector a step],",
            "  with the gradient Q (x - c) + noise[step]. A list of optimizers is a chain.",
            "An outer optimizer: {\"params\", \"outer\": {\"type\": ..., options}, \"deltas\": [{NAME: nested array}, ...] one a round}.",
            "A simulation: {\"params\", \"simulation\": {\"inner\", \"outer\" or \"algorithm\": {\"type\": ..., options}, \"localSteps\", \"rounds\", \"weights\"}}",
            "  with \"clientGradients\"[round][client][step] = {NAME: nested array}, or",
            "  \"clientQuadratics\": {\"Q\" or \"h\": [client], \"c\": [client], \"noise\": [round][step][client]}; \"participants\"[round]: client numbers.",
            "  There params is the point to evaluate, start what is broadcast, traffic the bytes of each round.",
            "Output: {\"format\": \"gradus-trace-1\", \"params\": [after each step], \"state\": [named arrays after each step]}"})
final class TraceCommand implements Runnable {
    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "CASE.json", description = "the case")
    private Path file;

    @Option(names = "--out", paramLabel = "FILE", description = "where the answer goes (default: stdout)")
    private Path out;

    @Override
    public void run() {
        Map<String, Object> answer = Replay.of(file);
        if (out == null) command.commandLine().getOut().println(Json.line(answer));
        else write(answer);
    }

    private void write(Map<String, Object> answer) {
        try {
            AtomicFile.write(out, Json.line(answer) + "\n");
        } catch (UncheckedIOException e) {
            throw new InvalidInput("--out " + out + ": the file cannot be written; name another one", e);
        }
    }
}
