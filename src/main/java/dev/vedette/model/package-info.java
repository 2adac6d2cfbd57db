/** The values that every room shares: immutable, free of Vert.x, compared by content. */
@NullMarked
package dev.vedette.model;

import org.jspecify.annotations.NullMarked;
