/** A house with the same floor plan in which every rule is broken. Never copied from, never shipped. */
@NullMarked
package dev.vedette.tidy.bad;

import org.jspecify.annotations.NullMarked;
