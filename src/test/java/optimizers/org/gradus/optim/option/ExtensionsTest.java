package org.gradus.optim.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The code of others can be wrong in many ways; each is one line that names the class. */
class ExtensionsTest {
    @Entry(type = "good", about = "as it should be")
    public record Good(@Option("1") double lr, @Option("[1, 2]") List<Integer> sizes) {}

    public record NoEntry() {}

    @Entry(type = "hidden", about = "not public")
    record Hidden() {}

    @Entry(type = "Two Words", about = "no name for a spec")
    public record BadName() {}

    @Entry(type = "silent", about = " ")
    public record NoAbout() {}

    @Entry(type = "odd", about = "an option that nobody can read")
    public record OddOption(Thread worker) {}

    @Entry(type = "map", about = "a map is no option either")
    public record MapOption(Map<String, Double> rates) {}

    @Entry(type = "strict", about = "checks in its own way")
    public record Strict(@Option("1") double lr) {
        public Strict {
            if (lr < 0) throw new IllegalArgumentException("lr is below zero");
        }
    }

    @SafeVarargs
    private static List<Class<? extends Record>> load(Class<? extends Record>... entries) {
        return Extensions.load(List.of(() -> Arrays.asList(entries)));
    }

    private static void assertComplaint(String expected, Runnable action) {
        String message = assertThrows(InvalidInput.class, action::run).getMessage();
        assertTrue(message.contains(expected), message);
        assertEquals(1, message.lines().count(), message);
    }

    @Test
    void goodRecordsAreTaken() {
        assertEquals(List.of(Good.class), load(Good.class, Good.class));
    }

    @Test
    void brokenRecordsAreNamed() {
        assertComplaint("ExtensionsTest$NoEntry has no @Entry", () -> load(NoEntry.class));
        assertComplaint("ExtensionsTest$Hidden is not public", () -> load(Hidden.class));
        assertComplaint("the type in @Entry must be of lower-case letters", () -> load(BadName.class));
        assertComplaint("about in @Entry must be one sentence", () -> load(NoAbout.class));
        assertComplaint("option worker is of a type that cannot be read", () -> load(OddOption.class));
        assertComplaint("option rates is of a type that cannot be read", () -> load(MapOption.class));
    }

    @Test
    void brokenExtensionsAreNamed() {
        assertComplaint("cannot be loaded (java.lang.NullPointerException", () -> load((Class<? extends Record>) null));
        assertComplaint("cannot be loaded (java.lang.NullPointerException", () -> Extensions.load(List.of(() -> null)));
        assertComplaint("cannot be loaded (java.lang.NoClassDefFoundError: gone)", () -> Extensions.load(List.of(() -> {
            throw new NoClassDefFoundError("gone");
        })));
    }

    @Test
    void whatARecordRefusesInItsOwnWayIsBadInput() {
        assertComplaint("strict: lr is below zero", () -> new Catalogue<>("thing", Record.class, List.of(Strict.class))
                .read(Map.of("type", "strict", "lr", -1)));
    }
}
