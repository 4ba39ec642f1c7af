package org.gradus.optim.cuda;

import java.nio.ByteBuffer;

/**
 * The few things that are asked of a card, all of them in the order of one stream: a copy or a launch begins when what was
 * asked before is done. Addresses are numbers of the card's memory. {@link CudaDriver} is the real one.
 *
 * <p>Any of them may throw {@link CudaFailure}. A launch fails without an exception, and the next {@link #synchronize} or
 * {@link #download} tells.
 */
interface Driver extends AutoCloseable {
    /** The card's name and architecture, such as {@code NVIDIA A100 (sm_80)}. */
    String device();

    int multiprocessors();

    /** @return an address that is a multiple of 256 */
    long allocate(long bytes);

    void free(long address);

    /** Copies what remains in the buffer, which may be written again when this returns. */
    void upload(long to, ByteBuffer from);

    /** Fills the buffer's remainder; returns when it is filled. */
    void download(ByteBuffer to, long from);

    void copy(long to, long from, long bytes);

    /** Sets bytes to 0. */
    void clear(long address, long bytes);

    /** Compiles CUDA C without contraction of operations and loads it. */
    long load(String source);

    void unload(long module);

    long kernel(long module, String name);

    /** Starts a kernel of one argument, which is copied from the buffer's remainder before this returns. */
    void launch(long kernel, int blocks, int threads, ByteBuffer argument);

    /** Returns when all that was asked for is done. */
    void synchronize();

    /** Gives the card back; allocations that are left go with it. */
    @Override
    void close();
}
