package org.gradus.optim.execute;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.gradus.optim.program.Node;
import org.gradus.optim.program.Pass;
import org.gradus.optim.program.Program;
import org.gradus.optim.program.Reduction;
import org.gradus.optim.program.Slot;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The readable twin of {@link Fused}: interprets a program in float64, one element at a time. For float32 arrays it
 * rounds after every operation, which is what float32 arithmetic is; so elementwise results of both executors are
 * the same bits, and sums differ only by the order of addition.
 */
public final class Reference implements Executor {
    @Override
    public Execution bind(Program program, List<TensorMemory> tensors) {
        return new Interpreted(program, tensors);
    }

    private static final class Interpreted implements Execution {
        private final Program program;
        private final List<Pass> passes;
        private final List<TensorMemory> tensors;
        private final boolean floats;
        private final double[] values;
        /** By tensor and slot: covers that a reduction of this step has raised; stored only when the step is complete. */
        private final double[][][][] raised;
        private List<INDArray> gradients;

        Interpreted(Program program, List<TensorMemory> tensors) {
            this.program = program;
            this.passes = program.passes();
            this.tensors = tensors;
            this.floats = tensors.get(0).parameter().dataType() == DataType.FLOAT;
            this.values = new double[program.nodes().size()];
            this.raised = new double[tensors.size()][program.slots().size()][][];
        }

        @Override
        public void gradients(List<INDArray> gradients) {
            this.gradients = gradients;
            for (double[][][] slots : raised) Arrays.fill(slots, null);
        }

        @Override
        public void reduce(int pass, double[][] uniforms, double[][] results) {
            for (int j = 0; j < tensors.size(); j++) {
                for (int r : passes.get(pass).reductions()) results[j][r] = Fold.start(program.reductions().get(r).kind());
                double[][][] maxima = new double[program.slots().size()][][];
                for (long i = 0; i < tensors.get(j).parameter().length(); i++) {
                    long[] index = index(tensors.get(j).parameter(), i);
                    compute(passes.get(pass), j, index, uniforms[j]);
                    for (int r : passes.get(pass).reductions()) {
                        Reduction reduction = program.reductions().get(r);
                        double x = values[reduction.argument()];
                        switch (reduction.kind()) {
                            case SUM -> results[j][r] += x;
                            case SUM_OF_SQUARES -> results[j][r] += x * x;
                            case FINITE -> results[j][r] += x - x;
                            case MAX -> results[j][r] = Math.max(results[j][r], x);
                            case COVER_MAX -> raise(maxima, reduction.slot(), tensors.get(j).parameter(), index, x);
                        }
                    }
                }
                for (int slot = 0; slot < maxima.length; slot++) {
                    if (maxima[slot] != null) raised[j][slot] = sum(tensors.get(j).state().get(slot), maxima[slot]);
                }
            }
        }

        @Override
        public void update(double[][] uniforms) {
            Pass pass = passes.get(passes.size() - 1);
            for (int j = 0; j < tensors.size(); j++) {
                INDArray parameter = tensors.get(j).parameter();
                double[][][] maxima = new double[program.slots().size()][][];
                for (long i = 0; i < parameter.length(); i++) {
                    long[] index = index(parameter, i);
                    compute(pass, j, index, uniforms[j]);
                    for (Map.Entry<Integer, Integer> output : pass.outputs().entrySet()) {
                        double value = values[output.getValue()];
                        int slot = output.getKey() - Pass.STATE;
                        if (output.getKey() == Pass.PARAMETER) parameter.putScalar(index, value);
                        else if (pass.isCover(output.getKey())) raise(maxima, slot, parameter, index, value);
                        else tensors.get(j).state().get(slot).get(0).putScalar(index, value);
                    }
                }
                for (int slot = 0; slot < maxima.length; slot++) {
                    store(maxima[slot] == null ? raised[j][slot] : maxima[slot], tensors.get(j).state().get(slot));
                }
            }
        }

        /** Every node of the pass for one element of tensor j. */
        private void compute(Pass pass, int j, long[] index, double[] uniforms) {
            for (int id : pass.uniforms()) values[id] = round(uniforms[id]);
            for (int id : pass.body()) {
                Node node = program.nodes().get(id);
                values[id] = switch (node.op()) {
                    case GRADIENT -> gradients.get(j).getDouble(index);
                    case PARAMETER -> tensors.get(j).parameter().getDouble(index);
                    case STATE -> tensors.get(j).state().get(node.index()).get(0).getDouble(index);
                    case COVER -> cover(tensors.get(j).state().get(node.index()), raised[j][node.index()], index);
                    default -> round(node.op().apply(values[node.a()], node.b() < 0 ? 0 : values[node.b()],
                            node.c() < 0 ? 0 : values[node.c()], node.d() < 0 ? 0 : values[node.d()]));
                };
            }
        }

        private static double cover(List<INDArray> axes, double[][] raised, long[] index) {
            double least = Double.POSITIVE_INFINITY;
            for (int axis = 0; axis < axes.size(); axis++) {
                int i = index.length == 0 ? 0 : (int) index[axis];
                least = Math.min(least, raised == null ? axes.get(axis).getDouble(i) : raised[axis][i]);
            }
            return least;
        }

        private static void raise(double[][][] maxima, int slot, INDArray parameter, long[] index, double value) {
            long[] axes = Covers.axes(parameter.shape());
            if (maxima[slot] == null) {
                maxima[slot] = new double[axes.length][];
                for (int axis = 0; axis < axes.length; axis++) maxima[slot][axis] = new double[(int) axes[axis]];
            }
            for (int axis = 0; axis < axes.length; axis++) {
                int i = index.length == 0 ? 0 : (int) index[axis];
                maxima[slot][axis][i] = Math.max(maxima[slot][axis][i], value);
            }
        }

        private double[][] sum(List<INDArray> axes, double[][] maxima) {
            for (int axis = 0; axis < maxima.length; axis++) {
                for (int i = 0; i < maxima[axis].length; i++) {
                    maxima[axis][i] = round(axes.get(axis).getDouble(i) + maxima[axis][i]);
                }
            }
            return maxima;
        }

        private static void store(double[][] covers, List<INDArray> axes) {
            if (covers == null) return;
            for (int axis = 0; axis < covers.length; axis++) {
                for (int i = 0; i < covers[axis].length; i++) axes.get(axis).putScalar(i, covers[axis][i]);
            }
        }

        private double round(double x) {
            return floats ? (float) x : x;
        }

        private static long[] index(INDArray array, long position) {
            long[] index = new long[array.rank()];
            long rest = position;
            for (int axis = index.length - 1; axis >= 0; axis--) {
                index[axis] = rest % array.size(axis);
                rest /= array.size(axis);
            }
            return index;
        }
    }
}
