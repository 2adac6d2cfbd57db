/** Outgoing connections to data nodes and peers: opens and closes when told, says what it is told, reports. */
@NullMarked
package dev.vedette.link;

import org.jspecify.annotations.NullMarked;
