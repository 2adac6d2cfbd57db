/** Breaks rules on purpose. */
@NullMarked
package dev.vedette.tidy.bad.model;

import org.jspecify.annotations.NullMarked;
