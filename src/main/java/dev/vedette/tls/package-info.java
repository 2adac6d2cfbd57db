/** Keys and certificates: reads them, checks them, renews them, and makes what encrypts a connection. */
@NullMarked
package dev.vedette.tls;

import org.jspecify.annotations.NullMarked;
