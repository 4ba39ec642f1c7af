package org.gradus.experiments.spec;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gradus.experiments.document.Document;
import org.gradus.experiments.document.Yaml;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Names;

/** Where specs come from: files of the user, and those that ship with the toolkit. */
public final class SpecFiles {
    private static final String FOLDER = "/specs";
    private static final String ENDING = ".yaml";

    private SpecFiles() {}

    /** A shipped spec by its name ({@code quickstart}), or a file by its path. */
    public static Document open(String spec) {
        if (shipped().contains(spec)) return openShipped(spec);
        Path file = Path.of(spec);
        if (Files.isDirectory(file)) throw new InvalidInput(spec + ": this is a folder; name a spec file in it");
        if (Files.exists(file)) return Yaml.read(file);
        boolean isPath = spec.contains("/") || spec.contains("\\") || spec.endsWith(ENDING) || spec.endsWith(".yml");
        if (isPath) throw new InvalidInput(spec + ": there is no such file");
        throw Names.unknown("spec", spec, shipped());
    }

    /** The name that a spec has where it does not say one: that of its file, without the ending. */
    public static String nameOf(String spec) {
        Path file = Path.of(spec).getFileName();
        return file == null ? spec : file.toString().replaceFirst("\\.ya?ml$", "");
    }

    private static Document openShipped(String name) {
        String file = FOLDER + "/" + name + ENDING;
        try (InputStream in = SpecFiles.class.getResourceAsStream(file)) {
            return Yaml.parse(in.readAllBytes(), file.substring(1));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the shipped spec " + name, e);
        }
    }

    /** The names of the specs that ship with the toolkit. */
    public static List<String> shipped() {
        URL folder = SpecFiles.class.getResource(FOLDER);
        if (folder == null) return List.of();
        try {
            URI uri = folder.toURI();
            if (uri.getScheme().equals("file")) return names(Path.of(uri));
            try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                return names(jar.getPath(FOLDER));
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the shipped specs", e);
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).filter(f -> f.endsWith(ENDING))
                    .map(SpecFiles::nameOf).sorted().toList();
        }
    }
}
