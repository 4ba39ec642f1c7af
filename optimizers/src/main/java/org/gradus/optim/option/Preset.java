package org.gradus.optim.option;

import java.util.Map;

/** A named set of defaults: an enum option of this kind stands in for the {@link Option} defaults of its siblings. */
public interface Preset {
    /** Option name to default; options that are not named keep their own. */
    Map<String, Object> defaults();
}
