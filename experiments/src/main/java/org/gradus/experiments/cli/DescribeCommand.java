package org.gradus.experiments.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.stream.Collectors;
import org.gradus.experiments.document.Json;
import org.gradus.optim.option.Options;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gradus describe NAME}. */
@Command(name = "describe", mixinStandardHelpOptions = true,
        description = "Describes an optimizer, an algorithm, a schedule or a problem: formula, options, memory, traits, source.",
        footer = {"", "--json: {\"name\", \"kind\", \"about\", \"source\", \"options\": [{\"name\", \"type\", \"byDefault\" (\"\": required), \"about\"}]};",
            "  optimizers also: {\"formula\" (g gradient, p parameter, t step), \"stateBytesPerElement\": {\"float32\", \"float64\"},",
            "  \"trafficBytesPerElement\": {\"float32\", \"float64\"}, \"operationsPerElement\", \"traits\": [...]}", "  methods of matrices and pairs instead of bytes and operations: \"cost\" and, where there are any, \"presets\""})
final class DescribeCommand implements Runnable {
    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "NAME", description = "as in 'gradus list'")
    private String name;

    @Option(names = "--json", description = "as JSON")
    private boolean json;

    @Option(names = "--cuda", description = "the CUDA C that an NVIDIA card runs on float32")
    private boolean cuda;

    @Override
    public void run() {
        PrintWriter out = command.commandLine().getOut();
        if (cuda) {
            out.print(Description.cuda(name));
            return;
        }
        Description description = Description.of(name);
        if (json) out.print(Json.text(description));
        else print(description, out);
    }

    private static void print(Description d, PrintWriter out) {
        out.println(d.name() + " (" + d.kind() + "): " + d.about());
        if (!d.source().isEmpty()) out.println("source: " + d.source());
        if (!d.options().isEmpty()) out.println("\noptions:");
        for (Options.Description o : d.options()) {
            String byDefault = o.byDefault().isEmpty() ? "required" : "default " + o.byDefault();
            out.println("  " + o.name() + " (" + o.type() + ", " + byDefault + ")" + (o.about().isEmpty() ? "" : ": " + o.about()));
        }
        if (d.formula() == null) return;
        out.println("\nformula with these defaults (g gradient, p parameter, t step, n elements):");
        d.formula().lines().forEach(line -> out.println("  " + line));
        if (d.presets() != null) {
            out.println("\npresets, with the defaults that they change:");
            d.presets().forEach((preset, defaults) -> out.println("  " + preset + ": " + (defaults.isEmpty() ? "as above" : defaults.entrySet()
                    .stream().map(Object::toString).collect(Collectors.joining(", ")))));
        }
        if (d.cost() != null) out.println("\ncost: " + d.cost());
        if (d.stateBytesPerElement() == null) {
            out.println("traits: " + traits(d));
            return;
        }
        out.println("\nfor one element, in float32 / float64:");
        out.println("  state       " + both(d.stateBytesPerElement()) + " bytes");
        out.println("  memory      " + both(d.trafficBytesPerElement()) + " bytes read and written a step");
        out.println("  arithmetic  " + d.operationsPerElement() + " operations a step");
        out.println("traits: " + traits(d));
    }

    private static String traits(Description d) {
        return d.traits().isEmpty() ? "none" : String.join(", ", d.traits());
    }

    private static String both(Map<String, Integer> bytes) {
        return bytes.get("float32") + " / " + bytes.get("float64");
    }
}
