// What the generated CUDA C needs of CUDA, for a C++ compiler: the kernels then run on the CPU, one thread after the other.
#define __global__
#define __device__
#define __forceinline__ inline
#define __shared__ static
#define __launch_bounds__(threads)
#define __builtin_assume(what) ((void) 0)

struct index3 { unsigned x, y, z; };
struct alignas(16) float4 { float x, y, z, w; };
struct alignas(16) double2 { double x, y; };

extern "C" {
extern index3 threadIdx, blockIdx, blockDim, gridDim;
int emulator_barrier(int value);
}

static inline void __syncthreads() { emulator_barrier(0); }
static inline int __syncthreads_or(int value) { return emulator_barrier(value != 0); }

static inline int min(int a, int b) { return a < b ? a : b; }
static inline float sqrtf(float x) { return __builtin_sqrtf(x); }
static inline double sqrt(double x) { return __builtin_sqrt(x); }
static inline float fabsf(float x) { return __builtin_fabsf(x); }
static inline double fabs(double x) { return __builtin_fabs(x); }

template <typename To, typename From> static inline To same_bits(From x)
{
    static_assert(sizeof(To) == sizeof(From), "types differ in size");
    To to;
    __builtin_memcpy(&to, &x, sizeof(to));
    return to;
}

static inline int __float_as_int(float x) { return same_bits<int>(x); }
static inline float __int_as_float(int x) { return same_bits<float>(x); }
static inline long long __double_as_longlong(double x) { return same_bits<long long>(x); }
static inline double __longlong_as_double(long long x) { return same_bits<double>(x); }

template <typename T> static inline T atomicMax(T* at, T value)
{
    const T old = *at;
    if (value > old) *at = value;
    return old;
}
