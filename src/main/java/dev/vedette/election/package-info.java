/** Agreement: objectively down, epochs, votes, campaigns, and the pauses between them. */
@NullMarked
package dev.vedette.election;

import org.jspecify.annotations.NullMarked;
