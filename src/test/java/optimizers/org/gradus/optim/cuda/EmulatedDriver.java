package org.gradus.optim.cuda;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * A card that is a process of this machine, which runs the blocks of a launch one after the other. It is built with the
 * address sanitizer, and checks the alignment of vector accesses, so it ends where a card would read or write what is not
 * its own.
 */
public final class EmulatedDriver implements Driver {
    private final Process process;
    private final OutputStream out;
    private final DataInputStream in;
    private final Path log;
    private final int shift;
    private final Map<Long, Long> libraries = new HashMap<>();
    private final Map<Long, String> spaces = new HashMap<>();
    private final Map<Long, Long> bases = new HashMap<>();
    private int allocations;
    private int waits;

    /** An emulated card, for tests of other packages. */
    public static Device card() {
        return new EmulatedDriver(0).open();
    }

    /** This card. */
    public Device open() {
        return new Device(this);
    }

    /** @param shift bytes (a multiple of 8, below 16) by which every other allocation is off a multiple of 16 */
    public EmulatedDriver(int shift) {
        this.shift = shift;
        try {
            Path program = Emulator.program();
            log = Emulator.log();
            process = new ProcessBuilder(program.toString()).redirectError(log.toFile()).start();
            out = new BufferedOutputStream(process.getOutputStream(), 1 << 16);
            in = new DataInputStream(process.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void send(char command, long... numbers) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(1 + Long.BYTES * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) command);
        for (long number : numbers) bytes.putLong(number);
        out.write(bytes.array());
    }

    private void send(ByteBuffer data) throws IOException {
        byte[] bytes = new byte[data.remaining()];
        data.duplicate().get(bytes);
        out.write(bytes);
    }

    private long answer() throws IOException {
        out.flush();
        return Long.reverseBytes(in.readLong());
    }

    private interface Exchange<T> {
        T run() throws IOException;
    }

    private <T> T exchange(Exchange<T> exchange) {
        try {
            return exchange.run();
        } catch (IOException e) {
            throw new CudaFailure("the emulated card has stopped: " + complaint());
        }
    }

    private String complaint() {
        try {
            process.waitFor();
            return Files.readString(log).lines().filter(line -> line.contains("rror") || line.contains("#")).limit(6)
                    .map(String::strip).toList().toString();
        } catch (IOException | InterruptedException e) {
            return e.toString();
        }
    }

    @Override
    public String device() {
        return "emulated (g++)";
    }

    @Override
    public int multiprocessors() {
        return 2;
    }

    @Override
    public long allocate(long bytes) {
        return exchange(() -> {
            int off = allocations++ % 2 == 0 ? 0 : shift;
            send('a', bytes + off);
            long base = answer();
            bases.put(base + off, base);
            return base + off;
        });
    }

    @Override
    public void free(long address) {
        exchange(() -> {
            send('f', bases.remove(address));
            return null;
        });
    }

    /** Allocations that have not been freed. */
    public int held() {
        return bases.size();
    }

    /** How often the host has waited for results. */
    public int waits() {
        return waits;
    }

    @Override
    public void upload(long to, ByteBuffer from) {
        exchange(() -> {
            send('u', to, from.remaining());
            send(from);
            return null;
        });
    }

    @Override
    public void download(ByteBuffer to, long from) {
        waits++;
        exchange(() -> {
            send('d', from, to.remaining());
            out.flush();
            byte[] bytes = new byte[to.remaining()];
            in.readFully(bytes);
            to.duplicate().put(bytes);
            return null;
        });
    }

    @Override
    public void copy(long to, long from, long bytes) {
        exchange(() -> {
            send('c', to, from, bytes);
            return null;
        });
    }

    @Override
    public void clear(long address, long bytes) {
        exchange(() -> {
            send('z', address, bytes);
            return null;
        });
    }

    @Override
    public long load(String source) {
        return exchange(() -> {
            Emulator.Module compiled = Emulator.module(source);
            byte[] path = compiled.library().toString().getBytes(StandardCharsets.UTF_8);
            send('m', path.length);
            out.write(path);
            // The library may hold other modules: each gets a number of its own.
            long library = answer();
            long module = spaces.size() + 1;
            spaces.put(module, compiled.space());
            libraries.put(module, library);
            return module;
        });
    }

    @Override
    public void unload(long module) {}

    @Override
    public long kernel(long module, String name) {
        return exchange(() -> {
            byte[] symbol = (spaces.get(module) + "_" + name).getBytes(StandardCharsets.UTF_8);
            send('k', libraries.get(module), symbol.length);
            out.write(symbol);
            long address = answer();
            if (address == 0) throw new CudaFailure("there is no kernel " + name);
            return address;
        });
    }

    @Override
    public void launch(long kernel, int blocks, int threads, ByteBuffer argument) {
        exchange(() -> {
            send('l', kernel, blocks, threads, argument.remaining());
            send(argument);
            return null;
        });
    }

    @Override
    public void synchronize() {
        waits++;
        exchange(() -> {
            send('a', 1);
            long base = answer();
            send('f', base);
            return null;
        });
    }

    @Override
    public void close() {
        try {
            out.close();
            process.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
