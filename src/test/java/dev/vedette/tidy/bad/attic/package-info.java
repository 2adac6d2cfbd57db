/** A room that is on no floor plan. */
@NullMarked
package dev.vedette.tidy.bad.attic;

import org.jspecify.annotations.NullMarked;
