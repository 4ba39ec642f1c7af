package org.gradus.plots;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;

/** A figure as the bytes of a file, and those bytes put in place. */
final class FigureFile {

    /** Pixels per unit of the page in a PNG, for print and dense screens. */
    static final int PNG_SCALE = 2;

    private static final Pattern DOCTYPE = Pattern.compile("<!DOCTYPE[^>]*>\\s*");
    private static final Pattern PATH_DATA = Pattern.compile("(?<= d=\")[^\"]+");

    private FigureFile() {}

    /** All three forms of a figure; they are made first, so that none is written if one fails. */
    static void write(FigureModel model, Path directory, String baseName) throws IOException {
        byte[] svg = svg(model);
        byte[] png = png(model);
        byte[] csv = Csv.of(model).getBytes(StandardCharsets.UTF_8);
        Files.createDirectories(directory);
        replace(directory.resolve(baseName + ".svg"), svg);
        replace(directory.resolve(baseName + ".png"), png);
        replace(directory.resolve(baseName + ".csv"), csv);
    }

    static byte[] svg(FigureModel model) throws IOException {
        VectorGraphics2D g = new VectorGraphics2D();
        paint(model, g);
        PageSize page = new PageSize(0, 0, FigurePainter.WIDTH, FigurePainter.HEIGHT);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new SVGProcessor().getDocument(g.getCommands(), page).writeTo(out);
        // Without the document type no reader fetches it from the network.
        String svg = DOCTYPE.matcher(out.toString(StandardCharsets.UTF_8)).replaceFirst("");
        return PATH_DATA.matcher(svg).replaceAll(d -> SvgPath.shortened(d.group())).getBytes(StandardCharsets.UTF_8);
    }

    static byte[] png(FigureModel model) throws IOException {
        int width = FigurePainter.WIDTH * PNG_SCALE;
        int height = FigurePainter.HEIGHT * PNG_SCALE;
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        try {
            g.scale(PNG_SCALE, PNG_SCALE);
            paint(model, g);
        } finally {
            g.dispose();
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    /** Writes beside the target, then moves: a reader sees the old file or the new one. */
    static void replace(Path target, byte[] bytes) throws IOException {
        Path temporary = target.resolveSibling("." + target.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
        try {
            Files.write(temporary, bytes);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void paint(FigureModel model, Graphics2D g) throws IOException {
        try {
            FigurePainter.paint(model, g);
        } catch (LinkageError | InternalError | RuntimeException e) {
            if (isAboutFonts(e)) {
                throw new IOException("this system has no usable font; install fontconfig, freetype and one font "
                        + "family, such as the packages fontconfig and fonts-dejavu-core", e);
            }
            throw e;
        }
    }

    // A JDK without fonts fails inside its font classes, with an error that differs from release to release, and the
    // second time with one that only names the class.
    private static boolean isAboutFonts(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains("sun.font.")) {
                return true;
            }
            for (StackTraceElement at : cause.getStackTrace()) {
                if (at.getClassName().startsWith("sun.font.") || at.getClassName().startsWith("sun.awt.Font")) {
                    return true;
                }
            }
        }
        return false;
    }
}
