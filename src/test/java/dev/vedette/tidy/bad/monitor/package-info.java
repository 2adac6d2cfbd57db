/** Breaks rules on purpose. */
@NullMarked
package dev.vedette.tidy.bad.monitor;

import org.jspecify.annotations.NullMarked;
