/** A model of Redis Sentinel 7.0 as it is in C, faults included, for worlds in which Vedettes have such peers. */
@NullMarked
package dev.vedette.sim.stock;

import org.jspecify.annotations.NullMarked;
