/** Deployments of whole sentinels and model servers, and what is done to them. */
@NullMarked
package dev.vedette.sim.storm;

import org.jspecify.annotations.NullMarked;
