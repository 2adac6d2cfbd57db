/** The doors to the machine: clock, chance, disk, routes. Whatever is not here cannot be reached. */
@NullMarked
package dev.vedette.platform;

import org.jspecify.annotations.NullMarked;
