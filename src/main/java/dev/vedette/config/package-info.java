/**
 * Settings and durable state: one format, two front doors. {@link dev.vedette.config.ConfigLoader} reads what the
 * process starts from, {@link dev.vedette.config.ConfigVerticle} keeps what must outlive it.
 */
@NullMarked
package dev.vedette.config;

import org.jspecify.annotations.NullMarked;
