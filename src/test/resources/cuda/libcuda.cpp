// A stand-in for the NVIDIA driver's library, with the emulated card behind it: it lets the real bindings run without a card.
// It refuses handles and states that a driver would refuse. Machine code is not run; in its place is the library that the
// file GRADUS_MODULE names (first line: path, second: what the names of its kernels start with).
#define main emulator_main
#include "emulator.cpp"
#undef main
#include <fstream>

#define CALL extern "C" int

static const int INVALID_VALUE = 1, OUT_OF_MEMORY = 2, INVALID_IMAGE = 200, INVALID_CONTEXT = 201, INVALID_HANDLE = 400, NOT_FOUND = 500;
static void* const CONTEXT = (void*) 0x1111;
static void* const STREAM = (void*) 0x2222;
static const size_t MEMORY = (size_t) 1 << 28;
static thread_local bool entered;
static std::map<unsigned long long, size_t> live;
static std::string space;
static bool backwards;

static int checked(bool right, int otherwise)
{
    if (!entered) return INVALID_CONTEXT;
    return right ? 0 : otherwise;
}

/** Whether the bytes lie in one allocation. */
static bool owned(unsigned long long address, size_t bytes)
{
    auto after = live.upper_bound(address);
    if (after == live.begin()) return false;
    --after;
    return address + bytes <= after->first + after->second;
}

CALL cuInit(unsigned flags) { return flags; }
CALL cuDeviceGetCount(int* count) { *count = 1; return 0; }
CALL cuDeviceGet(int* device, int ordinal) { *device = ordinal; return ordinal == 0 ? 0 : 101; }
CALL cuDeviceGetName(char* name, int length, int) { snprintf(name, length, "stand-in"); return 0; }
CALL cuDeviceGetAttribute(int* value, int which, int) { *value = which == 75 ? 9 : which == 76 ? 0 : which == 16 ? 2 : -1; return 0; }
CALL cuDevicePrimaryCtxRetain(void** context, int) { *context = CONTEXT; return 0; }
CALL cuDevicePrimaryCtxRelease_v2(int) { return live.empty() ? 0 : INVALID_VALUE; }
CALL cuCtxSetCurrent(void* context) { entered = context == CONTEXT; return entered ? 0 : INVALID_CONTEXT; }
CALL cuGetExportTable(const void**, const void*) { return NOT_FOUND; }
CALL cuGetErrorName(int code, const char** name) { *name = code == OUT_OF_MEMORY ? "CUDA_ERROR_OUT_OF_MEMORY" : "CUDA_ERROR_OTHER"; return 0; }
CALL cuStreamCreate(void** stream, unsigned) { *stream = STREAM; return checked(true, 0); }
CALL cuStreamSynchronize(void* stream) { return checked(stream == STREAM, INVALID_HANDLE); }
CALL cuStreamDestroy_v2(void* stream) { return checked(stream == STREAM, INVALID_HANDLE); }

CALL cuMemAlloc_v2(unsigned long long* address, size_t bytes)
{
    if (bytes > MEMORY) return OUT_OF_MEMORY;
    *address = (unsigned long long) aligned_alloc(256, (bytes + 255) / 256 * 256);
    live[*address] = bytes;
    return checked(bytes > 0, INVALID_VALUE);
}

CALL cuMemFree_v2(unsigned long long address)
{
    if (!live.erase(address)) return INVALID_VALUE;
    free((void*) address);
    return checked(true, 0);
}

CALL cuMemcpyHtoDAsync_v2(unsigned long long to, const void* from, size_t bytes, void* stream)
{
    if (!owned(to, bytes)) return INVALID_VALUE;
    memcpy((void*) to, from, bytes);
    return checked(stream == STREAM, INVALID_HANDLE);
}

CALL cuMemcpyDtoHAsync_v2(void* to, unsigned long long from, size_t bytes, void* stream)
{
    if (!owned(from, bytes)) return INVALID_VALUE;
    memcpy(to, (void*) from, bytes);
    return checked(stream == STREAM, INVALID_HANDLE);
}

CALL cuMemcpyDtoDAsync_v2(unsigned long long to, unsigned long long from, size_t bytes, void* stream)
{
    if (!owned(to, bytes) || !owned(from, bytes)) return INVALID_VALUE;
    memcpy((void*) to, (void*) from, bytes);
    return checked(stream == STREAM, INVALID_HANDLE);
}

CALL cuMemsetD8Async(unsigned long long address, unsigned char value, size_t bytes, void* stream)
{
    if (!owned(address, bytes)) return INVALID_VALUE;
    memset((void*) address, value, bytes);
    return checked(stream == STREAM, INVALID_HANDLE);
}

CALL cuModuleLoadData(void** module, const void* image)
{
    if (memcmp(image, "\177ELF", 4) != 0) return INVALID_IMAGE;
    std::ifstream names(getenv("GRADUS_MODULE"));
    std::string path;
    std::getline(names, path);
    std::getline(names, space);
    *module = dlopen(path.c_str(), RTLD_NOW);
    return checked(*module != nullptr, INVALID_IMAGE);
}

CALL cuModuleUnload(void* module) { return checked(module != nullptr, INVALID_HANDLE); }

CALL cuModuleGetFunction(void** function, void* module, const char* name)
{
    const std::string full = space + "_" + name;
    *function = dlsym(module, full.c_str());
    has_barriers[(kernel) *function] = dlsym(module, (full + "_barriers").c_str()) != nullptr;
    return checked(*function != nullptr, NOT_FOUND);
}

CALL cuLaunchKernel(void* function, unsigned blocks, unsigned, unsigned, unsigned threads_of_block, unsigned, unsigned, unsigned,
        void* stream, void** arguments, void** extra)
{
    if (stream != STREAM || extra || !arguments) return INVALID_HANDLE;
    running = (kernel) function;
    argument = arguments[0];
    gridDim.x = blocks;
    blockDim.x = threads_of_block;
    for (blockIdx.x = 0; blockIdx.x < blocks; blockIdx.x++) block((int) threads_of_block, backwards);
    backwards = !backwards;
    return checked(true, 0);
}
