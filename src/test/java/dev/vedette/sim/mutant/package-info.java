/** Proof that the swarm can fail: the product with one rule taken away, played until somebody objects. */
@NullMarked
package dev.vedette.sim.mutant;

import org.jspecify.annotations.NullMarked;
