package org.gradus.optim.cuda;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;

/** Pieces of the card's memory that go together: all are given back at once, also when the last one could not be had. */
final class Holdings implements AutoCloseable {
    private final Driver driver;
    private final Deque<DeviceMemory> held = new ArrayDeque<>();

    Holdings(Driver driver) {
        this.driver = driver;
    }

    DeviceMemory allocate(long bytes) {
        DeviceMemory memory = new DeviceMemory(driver, bytes);
        held.push(memory);
        return memory;
    }

    /** A copy of these bytes on the card. */
    DeviceMemory of(ByteBuffer bytes) {
        DeviceMemory memory = allocate(bytes.remaining());
        if (bytes.hasRemaining()) driver.upload(memory.address(), bytes);
        return memory;
    }

    /** A buffer to copy from and to; the driver reads native order. */
    static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() {
        while (!held.isEmpty()) held.pop().close();
    }
}
