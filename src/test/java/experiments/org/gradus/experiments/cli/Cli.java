package org.gradus.experiments.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What a command answered. */
record Cli(int code, String out, String err) {
    static Cli execute(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Gradus.execute(new PrintWriter(out), new PrintWriter(err), args);
        return new Cli(code, out.toString(), err.toString());
    }

    /** The one line of complaint that bad input gets: exit code 1, nothing on stdout. */
    static String complaint(String... args) {
        Cli answer = execute(args);
        if (answer.code != Gradus.BAD_INPUT || !answer.out.isEmpty() || answer.err.lines().count() != 1) {
            throw new AssertionError(String.join(" ", args) + ": expected one line and code 1, but got " + answer);
        }
        return answer.err.strip();
    }
}
