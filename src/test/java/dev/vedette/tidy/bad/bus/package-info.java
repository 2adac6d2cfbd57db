/** Breaks rules on purpose. */
@NullMarked
package dev.vedette.tidy.bad.bus;

import org.jspecify.annotations.NullMarked;
