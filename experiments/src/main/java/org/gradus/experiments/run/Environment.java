package org.gradus.experiments.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** What an experiment ran on, as far as it may matter to results and timings; nothing that names a machine or a person. */
public final class Environment {
    private static final Properties VERSIONS = versions();

    private Environment() {}

    /** Gradus' own version. */
    public static String gradusVersion() {
        return VERSIONS.getProperty("gradus");
    }

    public static Map<String, Object> describe(int threads) {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("gradus", gradusVersion());
        description.put("nd4j", VERSIONS.getProperty("nd4j"));
        description.put("java", System.getProperty("java.version"));
        description.put("jvm", System.getProperty("java.vm.name"));
        description.put("os", System.getProperty("os.name"));
        description.put("architecture", System.getProperty("os.arch"));
        description.put("processors", Runtime.getRuntime().availableProcessors());
        description.put("threads", threads);
        return description;
    }

    private static Properties versions() {
        Properties properties = new Properties();
        try (InputStream in = Environment.class.getResourceAsStream("/versions.properties")) {
            properties.load(in);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read versions.properties", e);
        }
    }
}
