/** The server that redis-cli, client libraries and peers talk to: sessions, the command table, replies, pub/sub. */
@NullMarked
package dev.vedette.command;

import org.jspecify.annotations.NullMarked;
