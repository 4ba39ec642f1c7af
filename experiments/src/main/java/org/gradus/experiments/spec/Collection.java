package org.gradus.experiments.spec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gradus.experiments.document.Document;
import org.gradus.experiments.document.Yaml;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Options;
import org.gradus.optim.option.Require;

/**
 * Several experiments with one report.
 *
 * @param runs shipped specs by their names, or spec files by their paths, relative to the folder of this one
 */
public record Collection(
        @Option(about = "names the folder of the report; by default the name of the spec file") String name,
        @Option(value = " ", about = "what the experiments are about") String about,
        @Option(about = "names of shipped specs, or paths of spec files, relative to this one") List<String> runs) {
    static final String KEY = "runs";

    /** A spec of the collection, and the name that it has where it does not say one. */
    public record Member(Document document, String defaultName) {}

    public Collection {
        RunSpec.checkFolderName("name", name);
        about = about.strip();
        runs = List.copyOf(runs);
        Require.check(!runs.isEmpty(), "runs", "at least one spec", "empty");
    }

    /** Whether a document is one. */
    public static boolean is(Document document) {
        return document.root().containsKey(KEY);
    }

    /** @param defaultName the name where the document gives none */
    public static Collection read(Document document, String defaultName) {
        Map<String, Object> options = new LinkedHashMap<>(document.root());
        options.putIfAbsent("name", defaultName);
        try {
            return Options.read(Collection.class, options);
        } catch (InvalidInput e) {
            throw document.complaint(e);
        }
    }

    /** @param source where this collection was read from */
    public List<Member> members(Document source) {
        List<Member> members = new ArrayList<>();
        for (String run : runs) {
            try {
                Document member = SpecFiles.open(SpecFiles.shipped().contains(run) ? run : beside(source, run));
                if (is(member)) throw new InvalidInput(run + " is a collection itself; name what it runs");
                members.add(new Member(member, SpecFiles.nameOf(run)));
            } catch (InvalidInput e) {
                throw source.complaint(e.in(KEY));
            }
        }
        return members;
    }

    private static String beside(Document source, String run) {
        Path folder = Path.of(source.source()).getParent();
        return folder == null ? run : folder.resolve(run).toString();
    }

    /** As YAML; the members are the specs in these folders, relative to the folder of this collection. */
    public String resolved(List<String> folders) {
        Map<String, Object> written = Options.write(this);
        if (about.isEmpty()) written.remove("about");
        written.put(KEY, folders.stream().map(folder -> "../../" + folder + "/resolved.yaml").toList());
        return Yaml.text(written);
    }
}
