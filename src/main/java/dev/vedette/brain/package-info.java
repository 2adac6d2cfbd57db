/** What a brain is, and the one shell that runs any brain on the bus. */
@NullMarked
package dev.vedette.brain;

import org.jspecify.annotations.NullMarked;
