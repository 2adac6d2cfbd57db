/** Health of every instance, roles, discovery of replicas, TILT, and the topology that all others have pictures of. */
@NullMarked
package dev.vedette.monitor;

import org.jspecify.annotations.NullMarked;
