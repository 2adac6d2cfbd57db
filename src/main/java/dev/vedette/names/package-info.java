/** Looks host names up, and tells everybody what they stand for. */
@NullMarked
package dev.vedette.names;

import org.jspecify.annotations.NullMarked;
