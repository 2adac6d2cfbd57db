/** The well-known stories: short scripts, played by whole sentinels, and what was said word for word. */
@NullMarked
package dev.vedette.sim.story;

import org.jspecify.annotations.NullMarked;
