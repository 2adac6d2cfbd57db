/** Breaks rules on purpose. */
@NullMarked
package dev.vedette.tidy.bad.config;

import org.jspecify.annotations.NullMarked;
