package org.gradus.experiments.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.experiments.document.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gradus list [KIND]}. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "Lists what there is.",
        footer = {"", "--json: {KIND: [{\"name\", \"about\", \"source\"}, ...], ...}"})
final class ListCommand implements Runnable {
    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "KIND", arity = "0..1",
            description = "optimizers, algorithms, problems, schedules, claims or specs (default: all)")
    private String kind;

    @Option(names = "--json", description = "as JSON")
    private boolean json;

    @Override
    public void run() {
        List<Kind> kinds = kind == null ? List.of(Kind.values()) : List.of(Kind.of(kind));
        PrintWriter out = command.commandLine().getOut();
        if (json) {
            Map<String, List<Kind.Item>> all = new LinkedHashMap<>();
            kinds.forEach(k -> all.put(k.toString(), k.items()));
            out.print(Json.text(all));
            return;
        }
        int width = kinds.stream().flatMap(k -> k.items().stream()).mapToInt(i -> i.name().length()).max().orElse(0);
        for (Kind k : kinds) {
            out.println(k + ":" + (k.items().isEmpty() ? " none yet" : ""));
            for (Kind.Item item : k.items()) out.println(("  %-" + (width + 2) + "s%s").formatted(item.name(), item.about()).stripTrailing());
        }
    }
}
