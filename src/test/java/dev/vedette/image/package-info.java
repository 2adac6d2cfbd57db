/** What is in {@code docker/}: the entry point of the image and its health check, without an engine. */
@NullMarked
package dev.vedette.image;

import org.jspecify.annotations.NullMarked;
