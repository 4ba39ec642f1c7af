package org.gradus.federated.array;

import java.util.Arrays;
import org.gradus.optim.execute.Execution;
import org.gradus.optim.execute.Uniforms;
import org.gradus.optim.program.Program;

/** Steps of a program on many models at once, each one tensor: what is uniform is computed here, between the passes. */
public final class ProgramSteps {
    private final Program program;
    private final Execution execution;
    private final int length;
    private final int reducing;
    private final Uniforms host;
    private final double[] schedules;
    private final double[] scalars;
    private final double[][] uniforms;
    private final double[][] results;

    /**
     * @param program without scalar state
     * @param length of each model
     */
    public ProgramSteps(Program program, Execution execution, int models, int length) {
        this.program = program;
        this.execution = execution;
        this.length = length;
        this.reducing = program.passes().size() - 1;
        this.host = new Uniforms(program);
        this.schedules = new double[program.schedules().size()];
        this.scalars = new double[program.slots().size()];
        this.results = new double[models][program.reductions().size()];
        this.uniforms = new double[models][];
        Arrays.setAll(uniforms, m -> m == 0 || host.differByTensor() ? new double[program.nodes().size()] : uniforms[0]);
    }

    /**
     * One step of all models.
     *
     * @param step its number, from 1
     * @param time what schedules see as the number of the update, from 0
     */
    public void step(long step, long time) {
        Arrays.setAll(schedules, s -> ArrayGroup.scheduled(program.schedules().get(s), time));
        evaluate(step);
        for (int pass = 0; pass < reducing; pass++) {
            execution.reduce(pass, uniforms, results);
            if (host.useReductions()) evaluate(step);
        }
        execution.update(uniforms);
    }

    private void evaluate(long step) {
        int distinct = host.differByTensor() ? uniforms.length : 1;
        for (int m = 0; m < distinct; m++) host.evaluate(uniforms[m], step, length, schedules, scalars, results[m]);
    }
}
