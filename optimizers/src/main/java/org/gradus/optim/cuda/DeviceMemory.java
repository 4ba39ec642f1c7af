package org.gradus.optim.cuda;

/** A piece of the card's memory, given back once. */
final class DeviceMemory implements AutoCloseable {
    private final Driver driver;
    private final long address;
    private final long bytes;
    private boolean closed;

    /** Of uninitialized bytes; none still has an address. */
    DeviceMemory(Driver driver, long bytes) {
        this.driver = driver;
        this.bytes = bytes;
        this.address = driver.allocate(Math.max(1, bytes));
    }

    long address() {
        if (closed) throw new IllegalStateException("this memory of the card has been given back");
        return address;
    }

    long bytes() {
        return bytes;
    }

    @Override
    public void close() {
        if (closed) throw new IllegalStateException("memory of the card is given back twice");
        closed = true;
        driver.free(address);
    }
}
