/** Hello messages in and out, and the table of peers. */
@NullMarked
package dev.vedette.gossip;

import org.jspecify.annotations.NullMarked;
