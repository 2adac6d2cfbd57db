/** The Redis protocol: bytes to requests, replies to bytes. Nothing here knows a socket or a command. */
@NullMarked
package dev.vedette.command.resp;

import org.jspecify.annotations.NullMarked;
