package org.gradus.optim.cuda;

import static org.bytedeco.cuda.global.cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR;
import static org.bytedeco.cuda.global.cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR;
import static org.bytedeco.cuda.global.cudart.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT;
import static org.bytedeco.cuda.global.cudart.CU_STREAM_NON_BLOCKING;
import static org.bytedeco.cuda.global.cudart.CUDA_SUCCESS;
import static org.bytedeco.cuda.global.cudart.cuCtxSetCurrent;
import static org.bytedeco.cuda.global.cudart.cuDeviceGet;
import static org.bytedeco.cuda.global.cudart.cuDeviceGetAttribute;
import static org.bytedeco.cuda.global.cudart.cuDeviceGetCount;
import static org.bytedeco.cuda.global.cudart.cuDeviceGetName;
import static org.bytedeco.cuda.global.cudart.cuDevicePrimaryCtxRelease;
import static org.bytedeco.cuda.global.cudart.cuDevicePrimaryCtxRetain;
import static org.bytedeco.cuda.global.cudart.cuGetErrorName;
import static org.bytedeco.cuda.global.cudart.cuInit;
import static org.bytedeco.cuda.global.cudart.cuLaunchKernel;
import static org.bytedeco.cuda.global.cudart.cuMemAlloc;
import static org.bytedeco.cuda.global.cudart.cuMemFree;
import static org.bytedeco.cuda.global.cudart.cuMemcpyDtoDAsync;
import static org.bytedeco.cuda.global.cudart.cuMemcpyDtoHAsync;
import static org.bytedeco.cuda.global.cudart.cuMemcpyHtoDAsync;
import static org.bytedeco.cuda.global.cudart.cuMemsetD8Async;
import static org.bytedeco.cuda.global.cudart.cuModuleGetFunction;
import static org.bytedeco.cuda.global.cudart.cuModuleLoadData;
import static org.bytedeco.cuda.global.cudart.cuModuleUnload;
import static org.bytedeco.cuda.global.cudart.cuStreamCreate;
import static org.bytedeco.cuda.global.cudart.cuStreamDestroy;
import static org.bytedeco.cuda.global.cudart.cuStreamSynchronize;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.cuda.cudart.CUctx_st;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.PointerScope;
import org.gradus.optim.option.InvalidInput;

/**
 * A card through CUDA's driver, by JavaCPP's presets. It works in the primary context, which it shares with ND4J and
 * whatever else runs in this process, and on a stream of its own until it is told another.
 */
final class CudaDriver implements Driver {
    private static final int NAME = 256;
    private static final int OUT_OF_MEMORY = 2;
    /** A copy of up to so many bytes from pageable memory is staged before the call returns; a longer one is waited for. */
    private static final int STAGED = 1 << 16;

    private final int ordinal;
    private final String name;
    private final String architecture;
    private final int multiprocessors;
    private final CUctx_st context = new CUctx_st();
    private final CUstream_st own = new CUstream_st();
    private final Map<Long, CUmod_st> modules = new HashMap<>();
    private final Map<Long, CUfunc_st> kernels = new HashMap<>();
    private CUstream_st stream = own;

    /** @param ordinal the number of the card, from 0 */
    CudaDriver(int ordinal) {
        check(cuInit(0), "cuInit");
        int[] value = new int[1];
        check(cuDeviceGetCount(value), "cuDeviceGetCount");
        if (ordinal < 0 || ordinal >= value[0]) {
            throw new InvalidInput("there is no card " + ordinal + ": the driver sees " + value[0]
                    + " (see nvidia-smi and CUDA_VISIBLE_DEVICES)");
        }
        check(cuDeviceGet(value, ordinal), "cuDeviceGet");
        this.ordinal = value[0];
        byte[] letters = new byte[NAME];
        check(cuDeviceGetName(letters, NAME, this.ordinal), "cuDeviceGetName");
        this.name = new String(letters).replace("\0", "").strip();
        this.architecture = "sm_" + attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR)
                + attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
        this.multiprocessors = attribute(CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT);
        check(cuDevicePrimaryCtxRetain(context, this.ordinal), "cuDevicePrimaryCtxRetain");
        try {
            enter();
            check(cuStreamCreate(own, CU_STREAM_NON_BLOCKING), "cuStreamCreate");
        } catch (RuntimeException e) {
            cuDevicePrimaryCtxRelease(this.ordinal);
            throw e;
        }
    }

    private int attribute(int which) {
        int[] value = new int[1];
        check(cuDeviceGetAttribute(value, which, ordinal), "cuDeviceGetAttribute");
        return value[0];
    }

    /** From now on everything goes in the order of this stream, given by its handle; all that was asked for is done then. */
    void use(long handle) {
        if (handle == stream.address()) return;
        synchronize();
        stream = new CUstream_st(at(handle));
    }

    /** A thread that comes here for the first time has no context, and ND4J may have set another. */
    private void enter() {
        check(cuCtxSetCurrent(context), "cuCtxSetCurrent");
    }

    @Override
    public String device() {
        return name + " (" + architecture + ")";
    }

    String architecture() {
        return architecture;
    }

    @Override
    public int multiprocessors() {
        return multiprocessors;
    }

    @Override
    public long allocate(long bytes) {
        enter();
        long[] address = new long[1];
        int code = cuMemAlloc(address, bytes);
        if (code == OUT_OF_MEMORY) {
            throw new CudaFailure(String.format(Locale.ROOT,
                    "the card has no %,d bytes of memory left; close what is not needed, or use a smaller model", bytes));
        }
        check(code, "cuMemAlloc");
        return address[0];
    }

    @Override
    public void free(long address) {
        enter();
        // The memory may still be in use by what was asked for before.
        check(cuStreamSynchronize(stream), "cuStreamSynchronize");
        check(cuMemFree(address), "cuMemFree");
    }

    @Override
    public void upload(long to, ByteBuffer from) {
        enter();
        check(cuMemcpyHtoDAsync(to, at(from), from.remaining(), stream), "cuMemcpyHtoDAsync");
        if (from.remaining() > STAGED) check(cuStreamSynchronize(stream), "cuStreamSynchronize");
    }

    @Override
    public void download(ByteBuffer to, long from) {
        enter();
        check(cuMemcpyDtoHAsync(at(to), from, to.remaining(), stream), "cuMemcpyDtoHAsync");
        check(cuStreamSynchronize(stream), "cuStreamSynchronize");
    }

    @Override
    public void copy(long to, long from, long bytes) {
        enter();
        check(cuMemcpyDtoDAsync(to, from, bytes, stream), "cuMemcpyDtoDAsync");
    }

    @Override
    public void clear(long address, long bytes) {
        if (bytes == 0) return;
        enter();
        check(cuMemsetD8Async(address, (byte) 0, bytes, stream), "cuMemsetD8Async");
    }

    @Override
    public long load(String source) {
        byte[] image = Nvrtc.compile(source, architecture);
        enter();
        try (BytePointer bytes = new BytePointer(image)) {
            CUmod_st module = new CUmod_st();
            try {
                check(cuModuleLoadData(module, bytes), "cuModuleLoadData");
            } catch (CudaFailure e) {
                throw new CudaFailure(e.getMessage() + ": the driver takes no code of this CUDA; install a newer driver");
            }
            modules.put(module.address(), module);
            return module.address();
        }
    }

    @Override
    public void unload(long module) {
        enter();
        check(cuModuleUnload(modules.remove(module)), "cuModuleUnload");
    }

    @Override
    public long kernel(long module, String name) {
        enter();
        CUfunc_st kernel = new CUfunc_st();
        check(cuModuleGetFunction(kernel, modules.get(module), name), "cuModuleGetFunction");
        kernels.put(kernel.address(), kernel);
        return kernel.address();
    }

    @Override
    public void launch(long kernel, int blocks, int threads, ByteBuffer argument) {
        enter();
        try (PointerScope scope = new PointerScope()) {
            // (A constructor of one pointer would take it for the list itself.)
            PointerPointer<Pointer> arguments = new PointerPointer<Pointer>(1).put(0, at(argument));
            check(cuLaunchKernel(kernels.get(kernel), blocks, 1, 1, threads, 1, 1, 0, stream, arguments,
                    (PointerPointer<?>) null), "cuLaunchKernel");
        }
    }

    @Override
    public void synchronize() {
        enter();
        check(cuStreamSynchronize(stream), "cuStreamSynchronize");
    }

    @Override
    public void close() {
        synchronize();
        check(cuStreamDestroy(own), "cuStreamDestroy");
        check(cuDevicePrimaryCtxRelease(ordinal), "cuDevicePrimaryCtxRelease");
    }

    /** The first of a direct buffer's remaining bytes. */
    private static Pointer at(ByteBuffer buffer) {
        return new BytePointer(buffer);
    }

    private static Pointer at(long handle) {
        return new Pointer() {
            {
                address = handle;
            }
        };
    }

    private static void check(int code, String call) {
        if (code == CUDA_SUCCESS) return;
        try (PointerScope scope = new PointerScope()) {
            PointerPointer<BytePointer> name = new PointerPointer<>(1);
            boolean named = cuGetErrorName(code, name) == CUDA_SUCCESS;
            throw new CudaFailure(call + " says " + (named ? name.get(BytePointer.class).getString() : "error " + code));
        }
    }
}
