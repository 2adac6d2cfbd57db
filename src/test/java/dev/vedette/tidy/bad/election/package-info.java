/** Breaks rules on purpose. */
@NullMarked
package dev.vedette.tidy.bad.election;

import org.jspecify.annotations.NullMarked;
