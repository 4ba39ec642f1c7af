package org.gradus.optim.execute;

import java.util.Arrays;
import java.util.zip.CRC32;
import org.gradus.optim.Bound;
import org.gradus.optim.Fixture;
import org.gradus.optim.tensor.Tensors;
import org.nd4j.linalg.api.buffer.DataType;

/** Some steps whose bits two JVMs compare. */
final class Trajectory {
    private Trajectory() {}

    public static void main(String[] args) {
        System.out.println("vectors " + Vectors.available() + ", checksum " + checksum());
    }

    static long checksum() {
        CRC32 crc = new CRC32();
        for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
            Bound bound = Fixture.composed().bind(tensors(type, 1));
            for (int step = 0; step < 5; step++) {
                bound.step(tensors(type, 10 + step));
                Fixture.everything(bound).values().forEach(v -> crc.update(Arrays.toString(v).getBytes()));
            }
        }
        return crc.getValue();
    }

    private static Tensors tensors(DataType type, long seed) {
        return Tensors.of("W", Fixture.array(type, seed, 70, 60), "b", Fixture.array(type, seed + 1, 333));
    }
}
