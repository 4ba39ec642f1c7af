package org.gradus.experiments.cli;

import org.gradus.experiments.schema.RunSpecSchema;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code gradus schema}. */
@Command(name = "schema", mixinStandardHelpOptions = true,
        description = {"Prints the JSON Schema (draft 2020-12) of run specs, for editors that complete and check them.",
            "It has all that this build knows, extensions on the class path among it."},
        footer = {"", "In a spec, for editors with a YAML language server:",
            "  # yaml-language-server: $schema=PATH/gradus-run.schema.json"})
final class SchemaCommand implements Runnable {
    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        command.commandLine().getOut().print(RunSpecSchema.text());
    }
}
