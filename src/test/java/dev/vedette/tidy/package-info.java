/** What the build checks of the house itself: who may import whom, and how files look. */
@NullMarked
package dev.vedette.tidy;

import org.jspecify.annotations.NullMarked;
