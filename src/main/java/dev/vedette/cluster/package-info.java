/**
 * What nodes show and tell one another, and never a decision: everything here comes and goes beside the sentinel, which
 * does not wait for it and believes none of it.
 */
@NullMarked
package dev.vedette.cluster;

import org.jspecify.annotations.NullMarked;
