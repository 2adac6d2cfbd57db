/** The vocabulary: every message between verticles, the addresses, and the one codec. */
@NullMarked
package dev.vedette.bus;

import org.jspecify.annotations.NullMarked;
