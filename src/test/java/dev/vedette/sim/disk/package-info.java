/** A file system in memory that knows what is durable, and real programs run on it a call at a time. */
@NullMarked
package dev.vedette.sim.disk;

import org.jspecify.annotations.NullMarked;
