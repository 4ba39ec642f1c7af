package org.gradus.plots;

import java.util.HashSet;
import java.util.List;

/** What every figure asks of the names in it. */
final class Names {

    private Names() {}

    /** There is at least one, and no two are alike, since colour and marker are bound to them. */
    static void check(String what, List<String> names) {
        if (names.isEmpty()) {
            throw new IllegalArgumentException("a figure needs a " + what);
        }
        HashSet<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new IllegalArgumentException("two " + what + "s are named " + name);
            }
        }
    }
}
