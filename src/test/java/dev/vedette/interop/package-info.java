/** Ring three: real servers, real sentinels, real clients; what a simulation can only claim. */
@NullMarked
package dev.vedette.interop;

import org.jspecify.annotations.NullMarked;
