package org.gradus.theory.adam;

import java.util.LinkedHashMap;
import java.util.Map;

/** Condition numbers and steps of every method on one dense quadratic. */
final class DenseTable {
    private DenseTable() {}

    static Map<String, Double> of(Dense p) {
        Conditioning c = Conditioning.of(p);
        Map<String, Double> row = new LinkedHashMap<>();
        row.put("kappa", c.kappa());
        row.put("kbar", c.kbar());
        row.put("kdiag", c.kdiag());
        row.put("rho", c.rho());
        row.put("kappa_P", c.kappaP());
        row.put("kappa_eff", c.kappaEff());
        row.put("M0", c.m0());
        row.put("mu0", c.mu0());
        row.put("paper_quantity", c.paperQuantity());
        row.put("gd_L", (double) GeneralHessian.gradientDescentHit(p, c, 1 / c.hessian().largest()));
        row.put("gd_opt", (double) GeneralHessian.gradientDescentHit(p, c, GeneralHessian.optimalRate(c.hessian())));
        row.put("frozen_opt", (double) GeneralHessian.frozenHit(p, c, GeneralHessian.optimalRate(c.preconditioned())));
        row.put("K_bound", (double) c.steps(GeneralHessian.EPS));
        row.put("ema_thm", (double) GeneralHessian.hit(p, c));
        return row;
    }
}
