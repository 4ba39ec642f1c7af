package org.gradus.experiments.cli;

import java.io.UncheckedIOException;
import java.util.List;
import org.gradus.experiments.run.RunFailed;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Names;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;
import picocli.CommandLine;

/** Turns what went wrong into one line on stderr and an exit code; a stack trace only with -Dgradus.debug=true. */
final class Complaints implements IParameterExceptionHandler, IExecutionExceptionHandler {
    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        String problem = e instanceof UnmatchedArgumentException unmatched ? unmatched(unmatched, command) : e.getMessage();
        return complain(command, Gradus.BAD_INPUT, problem + " (see '" + command.getCommandSpec().qualifiedName() + " --help')", e);
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        if (e instanceof InvalidInput) return complain(command, Gradus.BAD_INPUT, e.getMessage(), e);
        boolean expected = e instanceof RunFailed || e instanceof UncheckedIOException;
        String problem = expected ? e.getMessage() : "internal error: " + e + " (-Dgradus.debug=true shows where)";
        return complain(command, Gradus.FAILED, problem, e);
    }

    private static String unmatched(UnmatchedArgumentException e, CommandLine command) {
        String argument = e.getUnmatched().get(0);
        if (argument.startsWith("-")) {
            List<String> options = command.getCommandSpec().options().stream().map(o -> o.longestName()).toList();
            return Names.unknown("option", argument, options).getMessage();
        }
        if (command.getSubcommands().isEmpty()) return "unexpected argument '" + argument + "'";
        return Names.unknown("command", argument, command.getSubcommands().keySet()).getMessage();
    }

    private static int complain(CommandLine command, int code, String problem, Exception e) {
        command.getErr().println("gradus: " + problem.replaceAll("[\\s\\p{Cntrl}]+", " ").trim());
        if (Boolean.getBoolean("gradus.debug")) e.printStackTrace(command.getErr());
        command.getErr().flush();
        return code;
    }
}
