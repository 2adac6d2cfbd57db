package dev.vedette.command;

import dev.vedette.model.DoorSettings;
import dev.vedette.platform.SocketFile;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** The door for clients of this machine: a socket in the file system, with the rights of a file. */
final class LocalDoor {
    private final Vertx vertx;
    private final DoorSettings doors;
    private final Handler<NetSocket> inside;
    private final SocketFile file;
    private @Nullable NetServer server;

    LocalDoor(Vertx vertx, DoorSettings doors, Handler<NetSocket> inside) {
        this.vertx = vertx;
        this.doors = doors;
        this.inside = inside;
        this.file = new SocketFile(vertx, doors.socket());
    }

    /** Nothing to do when no path is set. */
    Future<Void> open() {
        if (doors.socket().isEmpty()) {
            return Future.succeededFuture();
        }
        return file.clear()
                .compose(cleared -> vertx.createNetServer(new NetServerOptions().setAcceptBacklog(doors.backlog()))
                        .connectHandler(inside)
                        .listen(SocketAddress.domainSocketAddress(doors.socket())))
                .compose(listening -> {
                    server = listening;
                    return file.protect(doors.socketMode());
                })
                .recover(e -> Future.failedFuture(
                        new IllegalStateException("Failed opening Unix socket: bind: " + e.getMessage(), e)));
    }

    Future<Void> close() {
        NetServer open = server;
        return open == null ? Future.succeededFuture() : open.close().compose(closed -> file.remove());
    }
}
