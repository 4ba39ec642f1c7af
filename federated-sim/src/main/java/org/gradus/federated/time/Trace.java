package org.gradus.federated.time;

import java.util.List;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.InvalidInput;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;

/** Measured devices: client c is device c, and after the last device comes the first again. Nothing is random. */
@Entry(type = "trace", about = "measured devices, one after another over the clients")
public record Trace(
        @Option(about = "of a local step, >= 0: one number a device") List<Double> secondsPerStep,
        @Option(value = "[0]", about = "of a byte either way, >= 0: one number for all, or one a device")
        List<Double> secondsPerByte) implements Latency {
    public Trace {
        secondsPerStep = List.copyOf(secondsPerStep);
        secondsPerByte = List.copyOf(secondsPerByte);
        Require.check(!secondsPerStep.isEmpty(), "secondsPerStep", "at least one device", secondsPerStep);
        secondsPerStep.forEach(seconds -> Require.nonNegative("secondsPerStep", seconds));
        secondsPerByte.forEach(seconds -> Require.nonNegative("secondsPerByte", seconds));
        if (secondsPerByte.size() != 1 && secondsPerByte.size() != secondsPerStep.size()) {
            throw new InvalidInput("secondsPerByte must be one number or one for each of the " + secondsPerStep.size()
                    + " devices of secondsPerStep, but has " + secondsPerByte.size());
        }
    }

    @Override
    public double seconds(long seed, long round, long client, long steps, long bytes) {
        int device = (int) (client % secondsPerStep.size());
        return steps * secondsPerStep.get(device) + bytes * secondsPerByte.get(secondsPerByte.size() == 1 ? 0 : device);
    }
}
