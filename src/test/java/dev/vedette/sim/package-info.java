/** The simulated world: whole sentinels and model servers in virtual time, one thread, one seed. */
@NullMarked
package dev.vedette.sim;

import org.jspecify.annotations.NullMarked;
