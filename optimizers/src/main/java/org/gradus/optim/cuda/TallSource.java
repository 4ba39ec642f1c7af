package org.gradus.optim.cuda;

/**
 * CUDA C for products of many tall matrices with small ones, all of at most so many columns. A block takes rows of one
 * matrix, tile by tile, to shared memory in float64; sums go down the rows in order, so results do not depend on the card.
 */
public final class TallSource {
    /** Columns that a matrix may have: what a block's shared memory holds. */
    static final int MOST_COLUMNS = 64;
    static final String GRAMS = "grams";
    static final String CHANGE = "change";

    private static final String TEXT = """
            // Tall matrices of ${T}, at most ${R} columns. To be compiled with --fmad=false.

            struct stack {
                ${T}* a;
                const ${T}* g;
                ${T}* u;
                ${T}* m;
                long long row;
                long long column;
                const double* p;
                const double* k;
                const double* x;
                const double* y;
                double d;
                int columns;
                int unused;
            };

            struct rows {
                int stack;
                int begin;
                int end;
                int unused;
            };

            struct grams_launch {
                const stack* stacks;
                const rows* pieces;
                double* partials;
                int count;
                int unused;
            };

            struct change_launch {
                const stack* stacks;
                const rows* pieces;
                int count;
                int unused;
            };

            /** Element (i, j) of rows from first on, times a small matrix if there is one. */
            static __device__ __forceinline__ double product(const double tile[][${R}], int i, int j, const double* s, int r)
            {
                if (!s) return tile[i][j];
                double sum = 0;
                for (int l = 0; l < r; l++) sum += tile[i][l] * s[l * r + j];
                return sum;
            }

            extern "C" __global__ void __launch_bounds__(${threads}) grams(const grams_launch launch)
            {
                __shared__ double a[${tile}][${R}];
                __shared__ double w[${tile}][${R}];
                __shared__ double u[${tile}][${R}];
                __shared__ double g[${tile}][${R}];
                for (int c = blockIdx.x; c < launch.count; c += gridDim.x) {
                    const rows piece = launch.pieces[c];
                    const stack s = launch.stacks[piece.stack];
                    const int r = s.columns;
                    double ww[${each}];
                    double wu[${each}];
                    double gg[${each}];
                    for (int q = 0; q < ${each}; q++) ww[q] = wu[q] = gg[q] = 0;
                    for (int first = piece.begin; first < piece.end; first += ${tile}) {
                        const int n = min(${tile}, piece.end - first);
                        for (int e = threadIdx.x; e < n * r; e += ${threads}) {
                            const long long at = (first + e / r) * s.row + e % r * s.column;
                            a[e / r][e % r] = s.a[at];
                            u[e / r][e % r] = s.u[at];
                            g[e / r][e % r] = s.g[at];
                        }
                        __syncthreads();
                        for (int e = threadIdx.x; e < n * r; e += ${threads}) {
                            w[e / r][e % r] = product(a, e / r, e % r, s.p, r);
                        }
                        __syncthreads();
                        #pragma unroll
                        for (int q = 0; q < ${each}; q++) {
                            const int e = threadIdx.x + q * ${threads};
                            if (e >= r * r) continue;
                            for (int i = 0; i < n; i++) {
                                ww[q] += w[i][e / r] * w[i][e % r];
                                wu[q] += w[i][e / r] * u[i][e % r];
                                gg[q] += g[i][e / r] * g[i][e % r];
                            }
                        }
                        __syncthreads();
                    }
                    double* out = launch.partials + 3ll * ${R} * ${R} * c;
                    #pragma unroll
                    for (int q = 0; q < ${each}; q++) {
                        const int e = threadIdx.x + q * ${threads};
                        if (e >= r * r) continue;
                        out[e] = ww[q];
                        out[${R} * ${R} + e] = wu[q];
                        out[2 * ${R} * ${R} + e] = gg[q];
                    }
                }
            }

            extern "C" __global__ void __launch_bounds__(${threads}) change(const change_launch launch)
            {
                __shared__ double a[${tile}][${R}];
                __shared__ double m[${tile}][${R}];
                __shared__ double g[${tile}][${R}];
                __shared__ double next[${tile}][${R}];
                for (int c = blockIdx.x; c < launch.count; c += gridDim.x) {
                    const rows piece = launch.pieces[c];
                    const stack s = launch.stacks[piece.stack];
                    const int r = s.columns;
                    for (int first = piece.begin; first < piece.end; first += ${tile}) {
                        const int n = min(${tile}, piece.end - first);
                        for (int e = threadIdx.x; e < n * r; e += ${threads}) {
                            const long long at = (first + e / r) * s.row + e % r * s.column;
                            a[e / r][e % r] = s.a[at];
                            m[e / r][e % r] = s.m[at];
                            g[e / r][e % r] = s.g[at];
                        }
                        __syncthreads();
                        for (int e = threadIdx.x; e < n * r; e += ${threads}) {
                            const int i = e / r;
                            const int j = e % r;
                            const long long at = (first + i) * s.row + j * s.column;
                            if (s.p) s.u[at] = (${T}) product(a, i, j, s.p, r);
                            double moment = product(m, i, j, s.k, r);
                            if (s.x) moment += product(g, i, j, s.x, r);
                            next[i][j] = moment;
                            s.m[at] = (${T}) moment;
                        }
                        __syncthreads();
                        for (int e = threadIdx.x; s.y && e < n * r; e += ${threads}) {
                            const int i = e / r;
                            const int j = e % r;
                            s.a[(first + i) * s.row + j * s.column] = (${T}) (s.d * a[i][j] - product(next, i, j, s.y, r));
                        }
                        __syncthreads();
                    }
                }
            }
            """;

    private TallSource() {}

    /**
     * The whole source.
     *
     * @param floats whether matrices are float32, otherwise float64
     * @param columns the most that a matrix has
     */
    public static String text(boolean floats, int columns) {
        int each = (columns * columns + CudaKernel.THREADS - 1) / CudaKernel.THREADS;
        return new Template().with("T", floats ? "float" : "double").with("R", columns).with("threads", CudaKernel.THREADS)
                .with("tile", 16).with("each", each).fill(TEXT);
    }
}
