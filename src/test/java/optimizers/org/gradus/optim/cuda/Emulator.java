package org.gradus.optim.cuda;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Compiles the emulated card, and for it the generated CUDA C, by g++ under a header that stands in for CUDA. */
public final class Emulator {
    private static final Pattern KERNEL =
            Pattern.compile("__global__ void (?:__launch_bounds__\\(\\d+\\) )?(\\w+)\\(const (\\w+) launch\\)");
    private static final List<String> CHECKS = List.of("-fsanitize=address,alignment,bounds", "-fno-sanitize-recover=all");
    private static final Map<String, Module> COMPILED = new ConcurrentHashMap<>();
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static Path folder;

    private Emulator() {}

    /** A library and what the names of its kernels start with. */
    record Module(Path library, String space) {}

    public static boolean available() {
        try {
            return new ProcessBuilder("g++", "--version").redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The emulated card, an executable. */
    static synchronized Path program() throws IOException {
        if (folder == null) {
            folder = Files.createTempDirectory("gradus-emulator");
            Path made = folder;
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                for (File file : made.toFile().listFiles()) file.delete();
                made.toFile().delete();
            }));
            for (String name : List.of("shim.h", "emulator.cpp", "libcuda.cpp")) {
                try (InputStream resource = Emulator.class.getResourceAsStream("/cuda/" + name)) {
                    Files.copy(resource, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            compile(CHECKS, "-rdynamic", "emulator.cpp", "-o", "emulator", "-ldl");
        }
        return folder.resolve("emulator");
    }

    private static void compile(List<String> checks, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("g++", "-std=c++14", "-O0", "-ffp-contract=off", "-fno-math-errno"));
        command.addAll(checks);
        command.addAll(List.of(arguments));
        Process compiler = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
        String messages = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (compiler.waitFor() != 0) throw new IllegalStateException("g++: " + messages);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A file for what one emulated card says. */
    static Path log() {
        return folder.resolve("log" + NAMES.incrementAndGet());
    }

    static Module module(String source) {
        prepare(List.of(source));
        return COMPILED.get(source);
    }

    /** Compiles all of these in two compilers at once; without it each is compiled when it is loaded. */
    static synchronized void prepare(List<String> sources) {
        try {
            program();
            List<String> missing = sources.stream().distinct().filter(s -> !COMPILED.containsKey(s)).toList();
            IntStream.range(0, 2).parallel().forEach(half -> COMPILED.putAll(library(IntStream.range(0, missing.size())
                    .filter(i -> i % 2 == half).mapToObj(missing::get).toList(), true)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One library of several sources, each in a namespace of its own. */
    private static Map<String, Module> library(List<String> sources, boolean checked) {
        if (sources.isEmpty()) return Map.of();
        String name = "m" + NAMES.incrementAndGet();
        StringBuilder text = new StringBuilder("#include \"shim.h\"\n");
        Map<String, Module> made = new HashMap<>();
        for (String source : sources) {
            String space = name + "_" + made.size();
            text.append("namespace ").append(space).append(" {\n").append(source.replace("extern \"C\" ", ""));
            Matcher kernels = KERNEL.matcher(source);
            while (kernels.find()) {
                String entry = space + "_" + kernels.group(1);
                text.append(String.format("extern \"C\" void %s(const void* a) { %s(*(const %s*) a); }%n", entry,
                        kernels.group(1), kernels.group(2)));
                if (waits(source, kernels.end())) {
                    text.append(String.format("extern \"C\" int %s_barriers;%nint %s_barriers;%n", entry, entry));
                }
            }
            text.append("}\n");
            made.put(source, new Module(folder.resolve(name + ".so"), space));
        }
        try {
            Files.writeString(folder.resolve(name + ".cpp"), text);
            if (checked) compile(CHECKS, "-shared", "-fPIC", name + ".cpp", "-o", name + ".so");
            else compile(List.of(), "-shared", "-fPIC", name + ".cpp", "-o", name + ".so", "-L.", "-l:libcuda.so.1");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return made;
    }

    /**
     * A folder with the stand-in for the driver's library; with it, and without the sanitizer, which a JVM cannot have,
     * the source that it is to run.
     */
    static Path standIn(String source) throws IOException {
        program();
        compile(List.of(), "-shared", "-fPIC", "-Wl,-soname,libcuda.so.1", "libcuda.cpp", "-o", "libcuda.so.1", "-ldl");
        Module made = library(List.of(source), false).get(source);
        Files.writeString(folder.resolve("module"), made.library() + "\n" + made.space() + "\n");
        return folder;
    }

    /** Whether the kernel that begins here has barriers; without, its threads need no stacks of their own. */
    private static boolean waits(String source, int begin) {
        int end = source.indexOf("__global__", begin);
        return source.substring(begin, end < 0 ? source.length() : end).contains("__syncthreads");
    }
}
