package org.gradus.plots;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import javax.imageio.ImageIO;

/** A figure as the bytes of a file, and those bytes put in place. */
final class FigureFile {

    /** Pixels per unit of the page in a PNG, for print and dense screens. */
    static final int PNG_SCALE = 2;

    private FigureFile() {}

    /** All forms of a figure; they are made first, so that none is written if one fails. */
    static void write(FigureModel model, Path directory, String baseName) throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put(".svg", svg(model).getBytes(StandardCharsets.UTF_8));
        files.put(".png", png(model));
        files.put(".pdf", pdf(model));
        files.put(".csv", model.body().csv().getBytes(StandardCharsets.UTF_8));
        Files.createDirectories(directory);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            replace(directory.resolve(baseName + file.getKey()), file.getValue());
        }
    }

    static String svg(FigureModel model) throws IOException {
        VectorGraphics2D g = new VectorGraphics2D();
        Page page = paint(model, p -> g);
        return Svg.of(g.getCommands(), Page.WIDTH, page.height(), page.title());
    }

    static byte[] pdf(FigureModel model) throws IOException {
        VectorGraphics2D g = new VectorGraphics2D();
        Page page = paint(model, p -> g);
        return Pdf.of(g.getCommands(), Page.WIDTH, page.height(), page.title());
    }

    static byte[] png(FigureModel model) throws IOException {
        BufferedImage[] image = new BufferedImage[1];
        paint(model, page -> {
            image[0] = new BufferedImage(
                    Page.WIDTH * PNG_SCALE, page.height() * PNG_SCALE, BufferedImage.TYPE_INT_RGB);
            Graphics2D g = image[0].createGraphics();
            g.scale(PNG_SCALE, PNG_SCALE);
            return g;
        });
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image[0], "png", out);
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

    private static Page paint(FigureModel model, Function<Page, Graphics2D> canvas) throws IOException {
        try {
            Page page = new Page(model);
            Graphics2D g = canvas.apply(page);
            page.paint(g);
            g.dispose();
            return page;
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
