/**
 * Sentinels and data nodes on hosts of their own, with a network between them that is cut and slowed down: network
 * namespaces and containers. What is claimed in {@code docs/failures} is shown here.
 */
@NullMarked
package dev.vedette.hosts;

import org.jspecify.annotations.NullMarked;
