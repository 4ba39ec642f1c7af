package org.gradus.optim.cuda;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A card that computes nothing, but keeps account of its memory and refuses what is not its own. Results are zeros. */
final class StubDriver implements Driver {
    private final TreeMap<Long, byte[]> memory = new TreeMap<>();
    private final Map<String, Integer> loads = new HashMap<>();
    final List<Integer> launchedBlocks = new ArrayList<>();
    /** The number of the allocation that fails, from 1; 0: none. */
    int failing;
    int allocations;
    boolean closed;
    private long next = 0x1000;

    @Override
    public String device() {
        return "stub (sm_00)";
    }

    @Override
    public int multiprocessors() {
        return 4;
    }

    @Override
    public long allocate(long bytes) {
        if (++allocations == failing) throw new CudaFailure("the card is full");
        long address = next;
        next += (bytes + 4095) / 4096 * 4096 + 4096;
        memory.put(address, new byte[(int) bytes]);
        return address;
    }

    @Override
    public void free(long address) {
        if (memory.remove(address) == null) throw new AssertionError("freed what is not allocated: " + address);
    }

    int held() {
        return memory.size();
    }

    int loads(String source) {
        return loads.getOrDefault(source, 0);
    }

    /** The allocation around an access, which must lie inside it. */
    private byte[] around(long address, long bytes) {
        Map.Entry<Long, byte[]> entry = memory.floorEntry(address);
        if (entry == null || address + bytes > entry.getKey() + entry.getValue().length) {
            throw new AssertionError("access outside allocated memory: " + bytes + " bytes at " + address);
        }
        return entry.getValue();
    }

    private int offset(long address) {
        return (int) (address - memory.floorKey(address));
    }

    @Override
    public void upload(long to, ByteBuffer from) {
        from.duplicate().get(around(to, from.remaining()), offset(to), from.remaining());
    }

    @Override
    public void download(ByteBuffer to, long from) {
        to.duplicate().put(around(from, to.remaining()), offset(from), to.remaining());
    }

    @Override
    public void copy(long to, long from, long bytes) {
        System.arraycopy(around(from, bytes), offset(from), around(to, bytes), offset(to), (int) bytes);
    }

    @Override
    public void clear(long address, long bytes) {
        around(address, bytes);
    }

    @Override
    public long load(String source) {
        loads.merge(source, 1, Integer::sum);
        return 1;
    }

    @Override
    public void unload(long module) {}

    @Override
    public long kernel(long module, String name) {
        return 1;
    }

    @Override
    public void launch(long kernel, int blocks, int threads, ByteBuffer argument) {
        launchedBlocks.add(blocks);
    }

    @Override
    public void synchronize() {}

    @Override
    public void close() {
        closed = true;
    }
}
