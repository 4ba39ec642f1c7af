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
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.gradus.experiments.document.Document;
import org.gradus.experiments.document.Yaml;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Names;

/** Where specs come from: files of the user, and {@code specs/} of the toolkit and of extensions. */
public final class SpecFiles {
    private static final String FOLDER = "specs";
    private static final String ENDING = ".yaml";

    private SpecFiles() {}

    /** A shipped spec by its name ({@code quickstart}), or a file by its path. */
    public static Document open(String spec) {
        Map<String, URL> shipped = files();
        if (shipped.containsKey(spec)) return openShipped(spec, shipped.get(spec));
        Path file = Path.of(spec);
        if (Files.isDirectory(file)) throw new InvalidInput(spec + ": this is a folder; name a spec file in it");
        if (Files.exists(file)) return Yaml.read(file);
        boolean isPath = spec.contains("/") || spec.contains("\\") || spec.endsWith(ENDING) || spec.endsWith(".yml");
        if (isPath) throw new InvalidInput(spec + ": there is no such file");
        throw Names.unknown("spec", spec, shipped.keySet());
    }

    /** The name that a spec has where it does not say one: that of its file, without the ending. */
    public static String nameOf(String spec) {
        Path file = Path.of(spec).getFileName();
        return file == null ? spec : file.toString().replaceFirst("\\.ya?ml$", "");
    }

    private static Document openShipped(String name, URL file) {
        try (InputStream in = file.openStream()) {
            return Yaml.parse(in.readAllBytes(), FOLDER + "/" + name + ENDING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the shipped spec " + name, e);
        }
    }

    /** The names of the specs that ship with the toolkit or with an extension. */
    public static List<String> shipped() {
        return List.copyOf(files().keySet());
    }

    private static Map<String, URL> files() {
        Map<String, URL> files = new TreeMap<>();
        try {
            for (URL folder : Collections.list(SpecFiles.class.getClassLoader().getResources(FOLDER))) {
                for (String name : names(folder)) {
                    URL file = URI.create(folder + (folder.getPath().endsWith("/") ? "" : "/") + name + ENDING).toURL();
                    URL taken = files.putIfAbsent(name, file);
                    if (taken != null) {
                        throw new InvalidInput("two specs are called '" + name + "': " + taken + " and " + file
                                + "; rename one");
                    }
                }
            }
            return files;
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list the shipped specs", e);
        }
    }

    private static List<String> names(URL folder) throws IOException, URISyntaxException {
        if (folder.getProtocol().equals("file")) return names(Path.of(folder.toURI()));
        try (FileSystem jar = FileSystems.newFileSystem(folder.toURI(), Map.of())) {
            return names(jar.getPath("/" + FOLDER));
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).filter(f -> f.endsWith(ENDING))
                    .map(SpecFiles::nameOf).toList();
        }
    }
}
