/** What the simulation needs of Vert.x and only its own package can give. */
@NullMarked
package io.vertx.core.impl;

import org.jspecify.annotations.NullMarked;
