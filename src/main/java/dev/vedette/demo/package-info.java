/**
 * A demonstration: a master, replicas and sentinels as processes of their own, hurt and watched from outside. It uses
 * nothing but the JDK, knows Vedette only by its command line and its port, and may therefore read clocks and sleep.
 */
@NullMarked
package dev.vedette.demo;

import org.jspecify.annotations.NullMarked;
