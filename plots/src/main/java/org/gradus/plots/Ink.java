package org.gradus.plots;

import de.erichseifert.vectorgraphics2d.intermediate.CommandSequence;
import de.erichseifert.vectorgraphics2d.intermediate.commands.AffineTransformCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.Command;
import de.erichseifert.vectorgraphics2d.intermediate.commands.CreateCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.DisposeCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.DrawShapeCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.DrawStringCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.FillShapeCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.SetClipCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.SetColorCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.SetFontCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.SetStrokeCommand;
import de.erichseifert.vectorgraphics2d.intermediate.commands.SetTransformCommand;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A file format of lines and areas, which a recorded drawing is played to. VectorGraphics2D records; its own formats are not
 * used, as its SVG is five times as large and has ids, and its PDF names fonts that it does not embed.
 */
interface Ink {

    /** The part of the graphics context that matters here; {@code clip}, on the page, may be null. */
    record Context(AffineTransform place, Color color, BasicStroke stroke, Font font, Rectangle2D clip) {}

    void fill(Shape shape, Context context);

    void draw(Shape shape, Context context);

    /** Text from its baseline's start (x, y), both before {@code context.place()}. */
    void write(String text, double x, double y, Context context);

    default void play(CommandSequence drawing) {
        Deque<Context> outer = new ArrayDeque<>();
        Context c = new Context(new AffineTransform(), Color.BLACK, new BasicStroke(), null, null);
        for (Command<?> command : drawing) {
            if (command instanceof CreateCommand) {
                outer.push(c);
            } else if (command instanceof DisposeCommand) {
                c = outer.pop();
            } else if (command instanceof FillShapeCommand fill) {
                fill(fill.getValue(), c);
            } else if (command instanceof DrawShapeCommand draw) {
                draw(draw.getValue(), c);
            } else if (command instanceof DrawStringCommand text) {
                write(text.getValue(), text.getX(), text.getY(), c);
            } else {
                c = changed(c, command);
            }
        }
    }

    private static Context changed(Context c, Command<?> command) {
        if (command instanceof SetTransformCommand set) {
            return new Context(set.getValue(), c.color, c.stroke, c.font, c.clip);
        } else if (command instanceof AffineTransformCommand further) {
            AffineTransform place = new AffineTransform(c.place);
            place.concatenate(further.getValue());
            return new Context(place, c.color, c.stroke, c.font, c.clip);
        } else if (command instanceof SetColorCommand set) {
            return new Context(c.place, set.getValue(), c.stroke, c.font, c.clip);
        } else if (command instanceof SetStrokeCommand set) {
            return new Context(c.place, c.color, (BasicStroke) set.getValue(), c.font, c.clip);
        } else if (command instanceof SetFontCommand set) {
            return new Context(c.place, c.color, c.stroke, set.getValue(), c.clip);
        } else if (command instanceof SetClipCommand set) {
            Shape clip = set.getValue();
            Rectangle2D bounds = clip == null ? null : c.place.createTransformedShape(clip).getBounds2D();
            return new Context(c.place, c.color, c.stroke, c.font, bounds);
        }
        return c; // hints, backgrounds
    }
}
