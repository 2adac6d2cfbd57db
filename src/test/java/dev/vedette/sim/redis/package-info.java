/** Model Redis servers, and those who talk to them. */
@NullMarked
package dev.vedette.sim.redis;

import org.jspecify.annotations.NullMarked;
