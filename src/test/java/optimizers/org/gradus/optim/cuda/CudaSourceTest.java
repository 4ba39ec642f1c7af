package org.gradus.optim.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.gradus.optim.Fixture;
import org.gradus.optim.Optimizer;
import org.gradus.optim.Rule;
import org.gradus.optim.catalogue.Optimizers;
import org.gradus.optim.program.Program;
import org.gradus.optim.schedule.Schedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

/** What the generated CUDA C says, and that NVIDIA's own compiler takes it where it is installed. */
class CudaSourceTest {
    @TempDir
    private Path folder;

    private static String source(String optimizer, DataType type) {
        return CudaSource.of(Fixture.program(Optimizers.read(optimizer)), type).text();
    }

    /** The same formula must be the same text, since the text is the key under which a compiled kernel is kept. */
    @Test
    void aFormulaHasOneTextWhateverItsSchedule() {
        Optimizer annealed = Optimizers.read("adamw").with("lr", Schedule.parse("cosine(peak=0.001, steps=100)"));
        String text = CudaSource.of(Fixture.program(annealed), DataType.FLOAT).text();
        assertEquals(source("adamw(lr=0.1)", DataType.FLOAT), text);
        assertFalse(source("adamw", DataType.FLOAT).equals(source("adamw", DataType.DOUBLE)));
        assertFalse(source("adamw", DataType.FLOAT).equals(source("adamw(eps=1e-7)", DataType.FLOAT)));
    }

    /** Names come from users; they must neither end a comment nor be words of the language. */
    @Test
    void namesCannotBreakOutOfTheText() {
        Rule hostile = t -> t.state("float", s -> s.plus(t.gradient()))
                .plus(t.state("a\nb*/ \\", s -> s.plus(t.schedule("x\n; #error \\", Schedule.constant(1)))))
                .plus(t.state("\u00fc", s -> t.gradient())).plus(t.state("p", s -> t.gradient().minus(s)));
        String text = CudaSource.of(Program.of(Map.of("rule", hostile::direction)), DataType.FLOAT).text();
        assertTrue(text.chars().allMatch(c -> c == '\n' || c >= ' ' && c <= '~'));
        assertTrue(text.lines().noneMatch(line -> line.endsWith("\\") || line.strip().startsWith("#")), text);
        assumeTrue(Emulator.available(), "no g++ on the path");
        Emulator.prepare(List.of(text));
    }

    private static String run(Path folder, List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            assertEquals(0, process.waitFor(), output);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return output;
    }

    /** The release of the nvcc on the path, such as 12.4; 0 if there is none. */
    private static double nvcc() {
        try {
            String text = run(Path.of("."), List.of("nvcc", "--version"));
            var release = Pattern.compile("release (\\d+\\.\\d+)").matcher(text);
            return release.find() ? Double.parseDouble(release.group(1)) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    /**
     * Machine code for Volta (where this CUDA still knows it), Ampere and Hopper; and in the PTX 16-byte accesses of global
     * memory and no contracted operation.
     */
    @Test
    void nvccTakesItAndUsesVectorAccesses() throws IOException {
        double release = nvcc();
        assumeTrue(release >= 11.8, "no nvcc of CUDA 11.8 or later on the path: the sources are not compiled for cards");
        List<String> architectures = new ArrayList<>(List.of("80", "86", "90"));
        if (release < 13) architectures.add("70");
        StringBuilder all = new StringBuilder();
        for (String optimizer : List.of("adamw", "lamb", "sm3")) {
            DataType type = optimizer.equals("lamb") ? DataType.DOUBLE : DataType.FLOAT;
            // In one file: a compiler takes longer to start than to compile one of them.
            String plain = source(optimizer, type).replace("extern \"C\" ", "");
            all.append("namespace ").append(optimizer).append(" {\n").append(plain).append("}\n");
        }
        Files.writeString(folder.resolve("all.cu"), all);
        List<String> command = new ArrayList<>(List.of("nvcc", "--fmad=false", "-std=c++14", "-fatbin", "all.cu", "-Werror",
                "all-warnings", "-diag-suppress=177"));
        for (String a : architectures) command.addAll(List.of("-gencode", "arch=compute_" + a + ",code=sm_" + a));
        run(folder, command);
        Files.writeString(folder.resolve("adamw.cu"), source("adamw", DataType.FLOAT));
        run(folder, List.of("nvcc", "--fmad=false", "-std=c++14", "-ptx", "-arch=compute_80", "adamw.cu"));
        String ptx = Files.readString(folder.resolve("adamw.ptx"));
        assertTrue(ptx.contains("ld.global.v4.f32") && ptx.contains("st.global.v4.f32"), "16-byte accesses");
        assertFalse(ptx.contains("fma."), "an operation is contracted");
        assertTrue(ptx.contains("div.rn.f32") && ptx.contains("sqrt.rn.f32"), "division and root are exact");
    }

    /** Would catch an address more or less in a launch than in the struct: the count follows the last of them. */
    @Test
    void everyLaunchHasTheFieldsOfItsStruct() {
        for (Optimizer optimizer : Fixture.catalogue().values()) {
            if (!(optimizer instanceof Rule)) continue;
            for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
                CudaSource source = CudaSource.of(Fixture.program(optimizer), type);
                for (CudaKernel kernel : source.kernels()) {
                    var argument = Holdings.buffer(kernel.argumentBytes());
                    double[] values = new double[kernel.pass().program().nodes().size()];
                    kernel.argument(argument, new CudaKernel.Addresses(1, 2, 3, 4, 5), 6, values);
                    int begin = source.text().indexOf("struct " + kernel.name() + "_launch");
                    String addresses = source.text().substring(begin, source.text().indexOf("int count", begin));
                    int before = Long.BYTES * (int) addresses.chars().filter(c -> c == ';').count();
                    assertEquals(6, argument.getInt(before), addresses);
                }
            }
        }
    }
}
