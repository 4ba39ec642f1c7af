package org.gradus.experiments.problem;

import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.gradus.federated.array.Layout;
import org.gradus.federated.noise.Noise;
import org.gradus.federated.partition.Partition;
import org.gradus.federated.partition.Partitioner;
import org.gradus.federated.problem.ClientProblems;
import org.gradus.federated.problem.Disturbance;
import org.gradus.optim.option.Entry;
import org.gradus.optim.option.Option;
import org.gradus.optim.option.Require;
import org.gradus.optim.problem.Problem;
import org.gradus.optim.tensor.Tensors;
import org.nd4j.linalg.api.buffer.DataType;

@Entry(type = "shared-examples", about = "the training examples of a problem, shared out among clients")
public record SharedExamples(
        @Option(about = "any problem with examples: see 'gradus list problems'") ProblemSpec problem,
        @Option(value = "100", about = "clients; with natural the number of groups") int clients,
        @Option(value = "iid", about = "who gets which examples: iid, dirichlet(alpha=0.3), natural, ...")
        Partitioner partition,
        @Option(value = "32", about = "examples of a local step; 0: all of the client's") int batch,
        @Option(value = "0", about = "the training loss is taken on so many examples, evenly spread; 0: on all")
        int lossExamples,
        @Option(value = "none", about = "added to every mini-batch gradient: alpha-stable(alpha=1.5, scale=0.1), ...")
        Noise noise)
        implements FederatedProblemSpec {
    /** The examples are shared out the same way in every run: seeds are for starting points, cohorts and batches. */
    private static final long PARTITION_SEED = 0;

    public SharedExamples {
        ClientCount.check(clients);
        Require.check(batch >= 0, "batch", "at least 0 (0: all of the client's examples)", batch);
        Require.check(lossExamples >= 0, "lossExamples", "at least 0 (0: all)", lossExamples);
    }

    /** Who has which examples. */
    public Partition shares() {
        return partition.split(problem.labels(), problem.groups(), clients, PARTITION_SEED);
    }

    @Override
    public FederatedTask make() {
        ClientProblems clients = new ClientProblems(() -> problem.make(DataType.DOUBLE), shares().rows(), batch)
                .disturbedBy(Disturbance.of(noise));
        Problem whole = problem.make(DataType.DOUBLE);
        return new FederatedTask(clients, loss(whole, clients.layout()), metrics(whole, clients.layout()));
    }

    private ToDoubleFunction<double[]> loss(Problem whole, Layout layout) {
        Tensors model = whole.start(0).copy();
        if (lossExamples == 0 || lossExamples >= whole.examples()) {
            return x -> {
                layout.write(x, model);
                return whole.loss(model);
            };
        }
        Tensors scratch = model.zeros();
        int[] some = IntStream.range(0, lossExamples).map(i -> (int) ((long) i * whole.examples() / lossExamples)).toArray();
        return x -> {
            layout.write(x, model);
            return whole.lossAndGradient(model, scratch, some);
        };
    }

    private static Function<double[], Map<String, Double>> metrics(Problem whole, Layout layout) {
        Tensors model = whole.start(0).copy();
        return x -> {
            layout.write(x, model);
            return whole.metrics(model);
        };
    }
}
