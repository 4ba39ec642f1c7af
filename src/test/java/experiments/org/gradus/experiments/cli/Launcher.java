package org.gradus.experiments.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The launcher script, in a home of its own where nothing is to be built: classes are those under test. */
record Launcher(Path home) {
    static Launcher in(Path home) throws IOException {
        Path target = Files.createDirectories(home.resolve("experiments/target"));
        Path script = Path.of(System.getProperty("gradus.root"), "gradus");
        Files.copy(script, home.resolve("gradus"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(target.resolve("classpath"), System.getProperty("java.class.path"));
        return new Launcher(home);
    }

    Cli run(Map<String, String> environment, String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(home.resolve("gradus").toString()));
        command.addAll(List.of(args));
        Path out = home.resolve("stdout");
        Path err = home.resolve("stderr");
        ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile())
                .redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        int code = builder.start().waitFor();
        return new Cli(code, Files.readString(out), Files.readString(err));
    }
}
