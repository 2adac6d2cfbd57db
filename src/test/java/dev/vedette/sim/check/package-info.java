/** What must hold in every simulated world, and what was reached there. */
@NullMarked
package dev.vedette.sim.check;

import org.jspecify.annotations.NullMarked;
