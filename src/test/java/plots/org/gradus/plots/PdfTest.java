package org.gradus.plots;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PdfTest {

    private String file;

    @BeforeEach
    void draw() throws Exception {
        file = new String(FigureFile.pdf(Curves.four().model()), StandardCharsets.ISO_8859_1);
    }

    @Test
    void isOnePageOfTheFiguresSize() {
        assertTrue(file.startsWith("%PDF-1.4\n") && file.endsWith("%%EOF\n"));
        assertTrue(file.contains("/MediaBox [0 0 480 300]"), "800 x 500 units of 0.6 points");
        assertEquals(1, Pattern.compile("/Type /Page ").matcher(file).results().count());
    }

    /** A reader finds objects by these byte offsets alone. */
    @Test
    void theTableOfObjectsPointsAtThem() {
        int table = file.indexOf("xref\n");
        assertTrue(file.contains("startxref\n" + table + "\n"));
        List<MatchResult> entries = Pattern.compile("(\\d{10}) 00000 n \n")
                .matcher(file.substring(table)).results().toList();
        assertEquals(5, entries.size());
        for (int i = 0; i < entries.size(); i++) {
            int at = Integer.parseInt(entries.get(i).group(1));
            assertTrue(file.startsWith((i + 1) + " 0 obj\n", at), "object " + (i + 1));
        }
    }

    @Test
    void hasNoFontsToEmbedAndNoDates() {
        assertFalse(file.contains("/Font") || file.contains("Date"));
    }

    @Test
    void itsContentHasTheLengthStatedAndNamesOnlyKnownOpacities() throws Exception {
        Matcher stream = Pattern.compile("/Length (\\d+) /Filter /FlateDecode >>\nstream\n").matcher(file);
        assertTrue(stream.find());
        int end = stream.end() + Integer.parseInt(stream.group(1));
        assertTrue(file.startsWith("\nendstream", end));
        byte[] deflated = file.substring(stream.end(), end).getBytes(StandardCharsets.ISO_8859_1);
        String content = new String(new InflaterInputStream(new ByteArrayInputStream(deflated)).readAllBytes(),
                StandardCharsets.US_ASCII);
        assertFalse(content.contains("NaN") || content.contains("Infinity") || content.contains("E"));
        Pattern.compile("/(A\\d+) gs").matcher(content).results()
                .forEach(use -> assertTrue(file.contains("/" + use.group(1) + " << /ca")));
        long saved = Pattern.compile("(^| |\n)q ").matcher(content).results().count();
        assertEquals(saved, Pattern.compile("Q\n").matcher(content).results().count());
    }
}
