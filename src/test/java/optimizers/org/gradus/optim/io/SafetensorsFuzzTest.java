package org.gradus.optim.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.tensor.Tensors;
import org.nd4j.linalg.factory.Nd4j;

/** Valid files, damaged at random: they load or are refused, and nothing else happens. */
class SafetensorsFuzzTest {
    static final byte[] VALID = valid();

    private static byte[] valid() {
        try {
            Path file = Files.createTempFile("gradus", ".safetensors");
            Safetensors.write(file, Tensors.of("layer.W", Nd4j.createFromArray(new float[][] {{1, 2}, {3, 4}}),
                    "layer.b", Nd4j.createFromArray(5.0), "none", Nd4j.empty(), "step", Nd4j.scalar(9L),
                    "mask", Nd4j.createFromArray(true, false)), Map.of("format", "gradus", "step", "9"));
            byte[] bytes = Files.readAllBytes(file);
            Files.delete(file);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Property(tries = 3000)
    void aMutatedFileLoadsOrIsRefused(@ForAll @Size(min = 1, max = 6) List<@IntRange(max = 1 << 30) Integer> changes,
            @ForAll @IntRange(max = 3) int cut) {
        byte[] bytes = VALID.clone();
        for (int change : changes) bytes[change % bytes.length] ^= (byte) (1 + change / bytes.length % 255);
        loadsOrIsRefused(Arrays.copyOf(bytes, bytes.length - cut * changes.get(0) % bytes.length));
    }

    @Property(tries = 3000)
    void aFileWithItsHeaderCutAndPastedLoadsOrIsRefused(@ForAll @IntRange(min = 8, max = 300) int from,
            @ForAll @IntRange(min = 8, max = 300) int to, @ForAll @IntRange(min = 1, max = 40) int length) {
        byte[] bytes = VALID.clone();
        int count = Math.min(length, bytes.length - Math.max(from, to));
        System.arraycopy(VALID, from, bytes, to, count);
        loadsOrIsRefused(bytes);
    }

    private static void loadsOrIsRefused(byte[] bytes) {
        Path file = null;
        try {
            file = Files.createTempFile("gradus", ".safetensors");
            Files.write(file, bytes);
            Safetensors.read(file);
        } catch (InvalidInput e) {
            HostileSafetensorsTest.assertOneLine(e, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (file != null) file.toFile().delete();
        }
    }
}
