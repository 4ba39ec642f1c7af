package org.gradus.plots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.awt.Color;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.constraints.UniqueElements;
import org.junit.jupiter.api.Test;

class PaletteTest {

    @Test
    void aNameLooksTheSameInEveryFigure() {
        Palette.Style adam = new Palette.Style(new Color(0x0072B2), Marker.CIRCLE);
        assertEquals(adam, Palette.styles(List.of("adam")).get("adam"));
        assertEquals(adam, Palette.styles(List.of("sgd", "my-method", "adam", "yogi")).get("adam"));
        Palette.Style own = Palette.styles(List.of("my-method")).get("my-method");
        assertEquals(own, Palette.styles(List.of("my-method")).get("my-method"));
    }

    @Test
    void namesOfOneColourAreToldApartWithinAFigure() {
        assertEquals(color("adam"), color("yogi"));
        Map<String, Palette.Style> together = Palette.styles(List.of("yogi", "adam"));
        assertNotEquals(together.get("adam").color(), together.get("yogi").color());
    }

    @Property(tries = 100)
    void upToSevenNamesHaveSevenColoursInAnyOrder(
            @ForAll @Size(max = 7) @UniqueElements List<@AlphaChars @StringLength(min = 1, max = 12) String> names,
            @ForAll Random random) {
        Map<String, Palette.Style> styles = Palette.styles(names);
        assertEquals(names.size(), styles.values().stream().map(Palette.Style::color).collect(Collectors.toSet()).size());
        Collections.shuffle(names, random);
        assertEquals(styles, Palette.styles(names));
    }

    @Property(tries = 30)
    void upToTwentyOneNamesHaveDistinctStyles(
            @ForAll @Size(max = 21) @UniqueElements List<@AlphaChars @StringLength(min = 1, max = 12) String> names) {
        assertEquals(names.size(), new HashSet<>(Palette.styles(names).values()).size());
    }

    private static Color color(String name) {
        return Palette.styles(List.of(name)).get(name).color();
    }
}
