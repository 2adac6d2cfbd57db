/** Breaks rules on purpose. */
@NullMarked
package dev.vedette.tidy.bad.demo;

import org.jspecify.annotations.NullMarked;
