/** The log: one line per event, in the words of the event. */
@NullMarked
package dev.vedette.journal;

import org.jspecify.annotations.NullMarked;
