package dev.vedette.command;

import dev.vedette.command.acl.User;
import dev.vedette.command.resp.Protocol;
import dev.vedette.model.Moment;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a connection has told us about itself, and what it listens to. Everything that lasts longer than one command and
 * is not about bytes.
 *
 * <p>Its connection may live on another loop than the room. What changes only while a command of its own is run, needs
 * no more than that commands run one after the other; the rest says that it may be read on any thread.
 */
final class Session {
    private final long id;
    private final String remote;
    private final String local;
    private final Moment opened;
    private final Outlet outlet;
    private final Set<String> channels = new LinkedHashSet<>();
    private final Set<String> patterns = new LinkedHashSet<>();

    private Protocol protocol = Protocol.RESP2;
    private volatile Moment lastActive;
    private volatile String lastCommand = "NULL";
    private String name = "";
    private String libName = "";
    private String libVersion = "";
    private volatile @Nullable Identity identity;
    private boolean noEvict;
    private boolean hangingUp;
    private volatile boolean asksOwner;
    private volatile boolean dropped;
    private boolean heldBack;
    private Replies replies = Replies.ALL;
    private final Tracking tracking = new Tracking();

    /** Who this connection is, seen by other threads as a whole. */
    record Identity(User user, boolean loggedIn) {}

    /** Which replies this connection wants to hear. What it subscribed to it always hears. */
    enum Replies {
        ALL,
        NONE,
        /** All but the one to the next command. */
        NOT_THE_NEXT,
        NOT_THIS
    }

    Session(long id, String remote, String local, Moment opened, Outlet outlet) {
        this.id = id;
        this.remote = remote;
        this.local = local;
        this.opened = opened;
        this.lastActive = opened;
        this.outlet = outlet;
    }

    long id() {
        return id;
    }

    String remote() {
        return remote;
    }

    String local() {
        return local;
    }

    Moment opened() {
        return opened;
    }

    /** On any thread. */
    Moment lastActive() {
        return lastActive;
    }

    Outlet outlet() {
        return outlet;
    }

    Protocol protocol() {
        return protocol;
    }

    void speak(Protocol chosen) {
        protocol = chosen;
    }

    void active(Moment now) {
        lastActive = now;
    }

    /** On any thread. */
    String lastCommand() {
        return lastCommand;
    }

    void running(String command) {
        lastCommand = command;
    }

    String name() {
        return name;
    }

    void rename(String chosen) {
        name = chosen;
    }

    String libName() {
        return libName;
    }

    void libName(String said) {
        libName = said;
    }

    String libVersion() {
        return libVersion;
    }

    void libVersion(String said) {
        libVersion = said;
    }

    /** Who it is; whoever did not log in is {@code default}. */
    User user() {
        return identity().user();
    }

    boolean isLoggedIn() {
        return identity().loggedIn();
    }

    /** On any thread. */
    Identity identity() {
        return Objects.requireNonNull(identity);
    }

    void become(User who, boolean authenticated) {
        identity = new Identity(who, authenticated);
    }

    boolean noEvict() {
        return noEvict;
    }

    void noEvict(boolean on) {
        noEvict = on;
    }

    Set<String> channels() {
        return channels;
    }

    Set<String> patterns() {
        return patterns;
    }

    int subscriptions() {
        return channels.size() + patterns.size();
    }

    /** A message cannot be told from a reply in RESP2: whoever subscribes there gives up all other commands. */
    boolean onlyListens() {
        return protocol == Protocol.RESP2 && subscriptions() > 0;
    }

    boolean isSubscriber() {
        return subscriptions() > 0;
    }

    Tracking tracking() {
        return tracking;
    }

    /** Whether its command waits for the end of a pause. */
    boolean isHeldBack() {
        return heldBack;
    }

    void heldBack(boolean waits) {
        heldBack = waits;
    }

    void wantsReplies(boolean all) {
        replies = all ? Replies.ALL : Replies.NONE;
    }

    /** Who hears nothing anyway cannot skip. */
    void skipNextReply() {
        replies = replies == Replies.NONE ? Replies.NONE : Replies.NOT_THE_NEXT;
    }

    boolean wantsReply() {
        return replies == Replies.ALL || replies == Replies.NOT_THE_NEXT;
    }

    /** A command has been answered, or its answer withheld. */
    void answered() {
        replies = switch (replies) {
            case NOT_THE_NEXT -> Replies.NOT_THIS;
            case NOT_THIS -> Replies.ALL;
            case ALL, NONE -> replies;
        };
    }

    /** Whether its command waits for an answer from another room. On any thread. */
    boolean asksOwner() {
        return asksOwner;
    }

    void asksOwner(boolean waits) {
        asksOwner = waits;
    }

    /** Nothing more that it says is obeyed. On any thread. */
    void drop() {
        dropped = true;
    }

    /** On any thread. */
    boolean isDropped() {
        return dropped;
    }

    /** Close once what was said so far has gone out. */
    void hangUp() {
        hangingUp = true;
    }

    boolean hangingUp() {
        return hangingUp;
    }
}
