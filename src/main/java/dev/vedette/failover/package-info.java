/** Choosing a replica, promoting it, re-pointing the others, ending. */
@NullMarked
package dev.vedette.failover;

import org.jspecify.annotations.NullMarked;
