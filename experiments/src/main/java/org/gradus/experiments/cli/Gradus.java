package org.gradus.experiments.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.gradus.experiments.bench.BenchCommand;
import org.gradus.experiments.run.Environment;
import org.gradus.experiments.spec.Catalogues;
import org.gradus.optim.option.InvalidInput;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine;

/** The command line's root: {@code gradus COMMAND ...}. */
@Command(name = "gradus", versionProvider = Gradus.Version.class, mixinStandardHelpOptions = true,
        description = "An optimizer research toolkit for the JVM.",
        subcommands = {RunCommand.class, PlotCommand.class, CompareCommand.class, SweepCommand.class, ListCommand.class,
            DescribeCommand.class, SchemaCommand.class, TraceCommand.class, CheckCommand.class,
            AdviseCommand.class, BenchCommand.class},
        footer = {"", "'gradus COMMAND --help' says more. Try 'gradus run quickstart'.",
            "Exit codes: 0 done, 1 bad input, 2 run failed, 3 claim falsified."})
public final class Gradus implements Runnable {
    static final int DONE = 0;
    static final int BAD_INPUT = 1;
    static final int FAILED = 2;
    static final int FALSIFIED = 3;

    @Spec
    private CommandSpec spec;

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(execute(writer(System.out), writer(System.err), args));
    }

    /** Runs a command in this process. Returns the exit code. */
    public static int execute(PrintWriter out, PrintWriter err, String... args) {
        CommandLine commands = new CommandLine(new Gradus())
                .setOut(out)
                .setErr(err)
                .setExecutionStrategy(Gradus::execute)
                .setParameterExceptionHandler(new Complaints())
                .setExecutionExceptionHandler(new Complaints());
        try {
            return commands.execute(args);
        } catch (OutOfMemoryError e) {
            err.println("gradus: the memory is full; give the JVM more, such as GRADUS_JVM_FLAGS=-Xmx8g, or make the problem smaller");
            return FAILED;
        } finally {
            out.flush();
            err.flush();
        }
    }

    /** A broken extension is said before anything is done. */
    private static int execute(ParseResult parsed) {
        try {
            Catalogues.checkExtensions();
        } catch (InvalidInput e) {
            throw new ExecutionException(parsed.commandSpec().commandLine(), e.getMessage(), e);
        }
        return new CommandLine.RunLast().execute(parsed);
    }

    /** Without a command it shows what there is. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"Gradus " + Environment.gradusVersion()};
        }
    }
}
