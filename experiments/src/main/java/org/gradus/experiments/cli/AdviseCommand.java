package org.gradus.experiments.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code gradus advise TOPIC}: settings that a bound or a closed form recommends. */
@Command(name = "advise", mixinStandardHelpOptions = true,
        description = "Computes settings that theory recommends, and says what limits them.",
        subcommands = {AdviseLocalSgd.class, AdviseSchedule.class, AdviseClip.class})
final class AdviseCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Without a topic it shows what there is. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }
}
