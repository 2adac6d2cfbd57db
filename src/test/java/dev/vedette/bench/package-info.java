/** Benchmarks: the program and the stock sentinel side by side, alternating in one run, compared as a ratio. */
@NullMarked
package dev.vedette.bench;

import org.jspecify.annotations.NullMarked;
