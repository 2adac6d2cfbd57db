/** Inputs that nobody thought of: targets stand beside the parsers that they feed, and are tried on every build. */
@NullMarked
package dev.vedette.fuzz;

import org.jspecify.annotations.NullMarked;
