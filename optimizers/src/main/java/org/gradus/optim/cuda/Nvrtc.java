package org.gradus.optim.cuda;

import static org.bytedeco.cuda.global.nvrtc.nvrtcCompileProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcCreateProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcDestroyProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetCUBIN;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetCUBINSize;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetErrorString;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetProgramLog;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetProgramLogSize;

import org.bytedeco.cuda.nvrtc._nvrtcProgram;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.javacpp.SizeTPointer;

/** CUDA's run-time compiler, which needs no card. */
final class Nvrtc {
    private Nvrtc() {}

    /**
     * Machine code for one architecture, so that the driver need not understand this compiler's PTX.
     *
     * @param architecture {@code sm_90}
     */
    static byte[] compile(String source, String architecture) {
        try (PointerScope scope = new PointerScope()) {
            _nvrtcProgram program = new _nvrtcProgram();
            check(nvrtcCreateProgram(program, new BytePointer(source), new BytePointer("gradus.cu"), 0,
                    (PointerPointer<?>) null, (PointerPointer<?>) null));
            try {
                BytePointer[] options = {new BytePointer("--gpu-architecture=" + architecture),
                        new BytePointer("--fmad=false"), new BytePointer("--std=c++14")};
                int compiled = nvrtcCompileProgram(program, options.length, new PointerPointer<>(options));
                if (compiled != 0) {
                    throw new CudaFailure("the kernels do not compile for " + architecture + ": " + log(program, compiled));
                }
                SizeTPointer size = new SizeTPointer(1);
                check(nvrtcGetCUBINSize(program, size));
                byte[] image = new byte[Math.toIntExact(size.get())];
                check(nvrtcGetCUBIN(program, image));
                return image;
            } finally {
                nvrtcDestroyProgram(program);
            }
        }
    }

    private static String log(_nvrtcProgram program, int code) {
        SizeTPointer size = new SizeTPointer(1);
        if (nvrtcGetProgramLogSize(program, size) != 0) return message(code);
        byte[] log = new byte[Math.toIntExact(size.get())];
        if (nvrtcGetProgramLog(program, log) != 0) return message(code);
        String text = new String(log).replaceAll("[\\s\\x00]+", " ").strip();
        return text.isEmpty() ? message(code) : text;
    }

    private static void check(int code) {
        if (code != 0) throw new CudaFailure("NVRTC says " + message(code));
    }

    private static String message(int code) {
        return nvrtcGetErrorString(code).getString();
    }
}
