/** Keys and certificates of any kind and quality, and what becomes of them. */
@NullMarked
package dev.vedette.tls;

import org.jspecify.annotations.NullMarked;
