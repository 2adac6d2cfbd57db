/** The program: its command line, and the verticle that deploys everything else. */
@NullMarked
package dev.vedette;

import org.jspecify.annotations.NullMarked;
