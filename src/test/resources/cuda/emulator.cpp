// A card made of this process: its memory is the heap's, its kernels are shared libraries. Commands come on standard input,
// answers go to standard output, both as the Java side (EmulatedDriver) writes and reads them. Threads of a block are
// contexts that run one after the other from barrier to barrier, forwards in one launch and backwards in the next, so that
// a missing barrier shows. Built with the address sanitizer, every access outside an allocation ends the process.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <map>
#include <string>
#include <ucontext.h>
#include <vector>

struct index3 { unsigned x, y, z; };
extern "C" {
index3 threadIdx, blockIdx, blockDim, gridDim;
int emulator_barrier(int value);
}

typedef void (*kernel)(const void*);

static const size_t STACK = 1 << 15;
static ucontext_t scheduler;
static std::vector<ucontext_t> threads;
static std::vector<char> stacks;
static std::vector<char> ended;
static kernel running;
static std::map<kernel, bool> has_barriers;
static const void* argument;
static int gathered, agreed;

static void body(int thread)
{
    running(argument);
    ended[thread] = 1;
    swapcontext(&threads[thread], &scheduler);
}

extern "C" int emulator_barrier(int value)
{
    gathered |= value;
    swapcontext(&threads[threadIdx.x], &scheduler);
    return agreed;
}

static void block(int count, bool backwards)
{
    if (!has_barriers[running]) {
        for (int k = 0; k < count; k++) {
            threadIdx.x = backwards ? count - 1 - k : k;
            running(argument);
        }
        return;
    }
    threads.resize(count);
    ended.assign(count, 0);
    stacks.resize(STACK * count);
    for (int t = 0; t < count; t++) {
        getcontext(&threads[t]);
        threads[t].uc_stack.ss_sp = stacks.data() + STACK * t;
        threads[t].uc_stack.ss_size = STACK;
        threads[t].uc_link = nullptr;
        makecontext(&threads[t], (void (*)()) body, 1, t);
    }
    for (bool alive = true; alive;) {
        alive = false;
        gathered = 0;
        for (int k = 0; k < count; k++) {
            const int t = backwards ? count - 1 - k : k;
            if (ended[t]) continue;
            threadIdx.x = t;
            swapcontext(&scheduler, &threads[t]);
            alive |= !ended[t];
        }
        agreed = gathered;
    }
}

static void read_all(void* to, size_t bytes)
{
    if (bytes > 0 && fread(to, 1, bytes, stdin) != bytes) exit(0);
}

static int64_t number()
{
    int64_t value;
    read_all(&value, sizeof(value));
    return value;
}

static std::vector<char> bytes()
{
    std::vector<char> data(number());
    read_all(data.data(), data.size());
    return data;
}

static void answer(const void* data, size_t bytes)
{
    fwrite(data, 1, bytes, stdout);
    fflush(stdout);
}

static void answer(int64_t value)
{
    answer(&value, sizeof(value));
}

int main()
{
    bool backwards = false;
    for (int command; (command = getchar()) != EOF;) {
        switch (command) {
            case 'a': {
                void* at = malloc(number());
                answer((int64_t) at);
                break;
            }
            case 'f': free((void*) number()); break;
            case 'u': {
                char* to = (char*) number();
                const std::vector<char> data = bytes();
                memcpy(to, data.data(), data.size());
                break;
            }
            case 'd': {
                const char* from = (const char*) number();
                std::vector<char> data(number());
                memcpy(data.data(), from, data.size());
                answer(data.data(), data.size());
                break;
            }
            case 'c': {
                char* to = (char*) number();
                const char* from = (const char*) number();
                memcpy(to, from, number());
                break;
            }
            case 'z': {
                char* at = (char*) number();
                memset(at, 0, number());
                break;
            }
            case 'm': {
                std::vector<char> path = bytes();
                path.push_back(0);
                void* module = dlopen(path.data(), RTLD_NOW | RTLD_LOCAL);
                if (!module) fprintf(stderr, "%s\n", dlerror());
                answer((int64_t) module);
                break;
            }
            case 'k': {
                void* module = (void*) number();
                const std::vector<char> letters = bytes();
                const std::string name(letters.begin(), letters.end());
                const kernel found = (kernel) dlsym(module, name.c_str());
                has_barriers[found] = dlsym(module, (name + "_barriers").c_str()) != nullptr;
                answer((int64_t) found);
                break;
            }
            case 'l': {
                running = (kernel) number();
                gridDim.x = (unsigned) number();
                blockDim.x = (unsigned) number();
                const std::vector<char> data = bytes();
                argument = data.data();
                for (blockIdx.x = 0; blockIdx.x < gridDim.x; blockIdx.x++) block((int) blockDim.x, backwards);
                backwards = !backwards;
                break;
            }
            default: return 1;
        }
    }
    return 0;
}
