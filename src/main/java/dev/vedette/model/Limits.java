package dev.vedette.model;

import java.time.Duration;

/** Every bound of the program, and beside it what happens there. */
public final class Limits {
    private Limits() {}

    /** Commands without a reply on one link. At the bound nothing periodic is sent until it drains or is closed. */
    public static final int PENDING_COMMANDS_PER_LINK = 100;

    /**
     * Inputs that wait in a brain's shell for the disk. At the bound the process stops: it could only guess from there.
     * With 1000 masters some thousands come in a second.
     */
    public static final int INPUTS_BEHIND_THE_DISK = 100_000;

    /** How long monitoring waits for a slow disk before it goes on without having saved. */
    public static final Duration PATIENCE_WITH_THE_DISK = Duration.ofSeconds(1);

    /** Text of an event, in bytes as subscribers get it; the rest is cut, as Redis Sentinel does. */
    public static final int EVENT_BYTES = 1023;

    /** Masters that one process watches. MONITOR refuses the next one. */
    public static final int MASTERS = 10_000;

    /** Replicas known under one master. Further ones are ignored, with a line in the log. */
    public static final int REPLICAS_PER_MASTER = 1_000;

    /** Peers known under one master. Further hellos of strangers are ignored, with a line in the log. */
    public static final int PEERS_PER_MASTER = 1_000;

    /**
     * Epochs that one message may skip. A greater leap is not followed, with a line in the log: no deployment has had
     * so many elections, and at the end of the numbers nobody could be elected any more.
     */
    public static final long EPOCHS_SKIPPED = 1L << 32;

    /** INFO text of a data node, in bytes. A longer one is cut at the connection. */
    public static final int INFO_BYTES = 1024 * 1024;

    /**
     * Commands without a reply on the one link to a peer, which all masters share: twice per master. At the bound
     * nothing periodic is sent until it drains or is closed.
     */
    public static final int PENDING_COMMANDS_PER_PEER = 2 * MASTERS;

    /** Room beyond the bound of pending commands, for orders that are not periodic. Then they are Lost at once, too. */
    public static final int PENDING_ORDERS_PER_LINK = 32;

    /** One reply of an instance, its framing included, in bytes. A longer one closes the connection. */
    public static final int REPLY_BYTES = INFO_BYTES + 1024;

    /**
     * One message on the hello channel, its framing included, in bytes. A longer one closes the connection, so that it
     * has to be much more than what {@link #HELLO_CHARACTERS} lets pass.
     */
    public static final int HELLO_BYTES = REPLY_BYTES;

    /** A hello, in characters. A longer one is ignored, with a line in the log. */
    public static final int HELLO_CHARACTERS = 4 * 1024;

    /** How long the log is silent about ignored hellos after a line about one with the same cause. */
    public static final Duration PAUSE_BETWEEN_ODDITIES = Duration.ofMinutes(1);

    /** A line of a reply, in bytes. A longer one closes the connection. */
    public static final int REPLY_LINE_BYTES = 16 * 1024;

    /** Elements of one array in a reply. More of them close the connection. */
    public static final int REPLY_ELEMENTS = 1024;

    /** Arrays within arrays in a reply. Deeper ones close the connection. */
    public static final int REPLY_DEPTH = 4;

    /** Messages on the hello channel of one instance within a second. More of them close the connection. */
    public static final int HELLOS_PER_SECOND = 10_000;

    /** How long opening a TCP connection may take. Then the channel is down. */
    public static final Duration PATIENCE_WITH_A_CONNECT = Duration.ofSeconds(2);

    /** How long an instance may take for its first reply on a new connection. Then the channel is down. */
    public static final Duration PATIENCE_WITH_A_HANDSHAKE = Duration.ofSeconds(5);

    /** Paths whose disk may hang at the same time. At the bound a further path waits for one of them. */
    public static final int DISK_THREADS = 4;

    /** Text of a configuration or state file, in bytes. A longer one is refused at the start and not rewritten. */
    public static final int CONFIG_BYTES = 64 * 1024 * 1024;

    /** Files that a configuration includes, and those that they include. One more is refused at the start. */
    public static final int INCLUDED_FILES = 100;

    /** Questions that wait for one write of the state. A further one is told at once that it is not saved. */
    public static final int WAITERS_FOR_A_WRITE = 10_000;

    /**
     * The longest period that may be configured; sums of a few of them still fit a {@link Moment}. Longer is refused.
     */
    public static final Duration LONGEST_PERIOD = Duration.ofDays(10_000);

    /** Problems of a configuration that are shown at once. The rest is counted. */
    public static final int PROBLEMS_SHOWN = 50;

    /** One request of a client, in bytes, a fixed charge per word included. A longer one is a protocol error. */
    public static final int REQUEST_BYTES = 1024 * 1024;

    /** What a word of a request is charged beyond its bytes, so that a million empty words are not free. */
    public static final int REQUEST_WORD_CHARGE = 32;

    /** Words that a request may announce. More is a protocol error. */
    public static final int REQUEST_WORDS = 1024 * 1024;

    /** Words of a request by somebody who has to log in first. More is a protocol error. */
    public static final int STRANGERS_WORDS = 10;

    /** One word of a request by somebody who has to log in first, in bytes. A longer one is a protocol error. */
    public static final int STRANGERS_WORD_BYTES = 16 * 1024;

    /** A line that a client types, or a count, in bytes. A longer one is a protocol error. */
    public static final int REQUEST_LINE_BYTES = 64 * 1024;

    /** Bytes kept of a client whose last command still waits for its answer. From there on its socket is not read. */
    public static final int READ_AHEAD_BYTES = 64 * 1024;

    /** Replies gathered into one write, in bytes. From there on they are sent, and the client's pace is looked at. */
    public static final int REPLIES_PER_WRITE_BYTES = 64 * 1024;

    /** Events on their way to one subscriber, in bytes. A subscriber that falls further behind is disconnected. */
    public static final int SUBSCRIBER_BACKLOG_BYTES = 256 * 1024;

    /** What an operator may allow instead, in bytes; more, or no limit, is this. */
    public static final int LARGEST_SUBSCRIBER_BACKLOG_BYTES = 64 * 1024 * 1024;

    /** Channels and patterns of one connection. SUBSCRIBE refuses the next one. */
    public static final int SUBSCRIPTIONS_PER_CLIENT = 1_000;

    /** Name of a channel or pattern, in bytes. SUBSCRIBE refuses a longer one. */
    public static final int CHANNEL_BYTES = 1_000;

    /** Prefixes that one connection tracks. CLIENT TRACKING refuses more. */
    public static final int TRACKING_PREFIXES = 1_000;

    /** A name that a client gives itself, in bytes. CLIENT SETNAME and SETINFO refuse a longer one. */
    public static final int CLIENT_NAME_BYTES = 1_000;

    /** Refusals that ACL LOG remembers, at most. A configuration that asks for more is refused. */
    public static final int ACL_LOG = 100_000;

    /** The longest time that a setting may say: far from where sums of times overflow. SENTINEL SET refuses more. */
    public static final Duration SETTING_DURATION = Duration.ofDays(3_650);

    /** Replies on their way to one client, in bytes. From there on nothing of it is read or run until it takes some. */
    public static final int UNSENT_REPLIES_BYTES = 128 * 1024;

    /** Scripts that run or wait. For a further one the oldest that is not running is dropped, notifications first. */
    public static final int SCRIPTS = 256;

    /** Scripts that run at the same time. A further one waits. */
    public static final int SCRIPTS_AT_ONCE = 16;

    /**
     * Scripts whose file may hang while it is looked at or started. At the bound a further one waits for one of them.
     */
    public static final int SCRIPT_THREADS = 4;

    /**
     * Host names whose addresses are remembered. At the bound one is forgotten, and looked up again when it is used.
     */
    public static final int NAMES = 20_000;

    /** Look-ups of host names at the same time. A further one waits; whoever asked gets what was known before. */
    public static final int LOOK_UPS = 32;

    /** How long a look-up is waited for. Then what was found before counts, and what is found later still arrives. */
    public static final Duration PATIENCE_WITH_A_LOOK_UP = Duration.ofSeconds(1);

    /** How long a look-up may be under way before the same name is looked up once more beside it. */
    public static final Duration PATIENCE_WITH_A_RESOLVER = Duration.ofSeconds(5);

    /** How often one name is looked up at most. Whoever asks sooner gets the last answer. */
    public static final Duration LOOK_UP_PERIOD = Duration.ofMillis(500);

    /** How often the log says that one name cannot be looked up. */
    public static final Duration NAME_COMPLAINTS = Duration.ofMinutes(1);

    /** Hellos that wait until the names in them were looked up. A further one is dropped; the next comes soon. */
    public static final int HELLOS_BEHIND_A_LOOK_UP = 1_000;

    /** Text of a file with keys or certificates, in characters. A longer one is refused, and not reloaded. */
    public static final int PEM_CHARACTERS = 4 * 1024 * 1024;

    /** Files in a folder of authorities. More of them are refused, and not reloaded. */
    public static final int CA_FILES = 1_000;

    /** How often key and certificate files are looked at, to take new ones without a restart. */
    public static final Duration CERTIFICATE_CHECK = Duration.ofSeconds(5);

    /** How long agreeing on encryption may take. Then the connection is closed. */
    public static final Duration PATIENCE_WITH_TLS = Duration.ofSeconds(5);

    /** Clients of one loop that are agreeing on encryption at the same time. A further one is closed at once. */
    public static final int HANDSHAKES_UNDER_WAY = 1_000;

    /** How often clients that could not be let in are told of in the log; what happens between is counted. */
    public static final Duration REFUSED_CLIENTS_PAUSE = Duration.ofSeconds(1);

    /** Other origins from which the page may be used. A configuration with more is refused. */
    public static final int FEED_ORIGINS = 16;

    /**
     * Sessions of people who have logged in, and of scripts that log in with each request. A further one is refused.
     */
    public static final int FEED_SESSIONS = 256;

    /** How long a session lasts without being used, and how long at all. Then its user has to log in again. */
    public static final Duration FEED_SESSION_IDLE = Duration.ofMinutes(30);

    public static final Duration FEED_SESSION_AGE = Duration.ofHours(12);

    /** Attempts to log in over HTTP within a second. A further one is told to try again later. */
    public static final int FEED_LOGINS_PER_SECOND = 20;

    /**
     * Events on their way from the sentinel to the feed. A further one is lost to it, and those who listen are told.
     */
    public static final int FEED_HANDOVER = 5_000;

    /** Events that are kept for those who come back. Whoever missed more is told what is gone. */
    public static final int FEED_HISTORY = 5_000;

    /** Events in one answer. Whoever wants more asks again. */
    public static final int FEED_EVENTS_PER_ANSWER = 1_000;

    /** Connections to the feed, if the heap is large enough. A further one is closed at once. */
    public static final int FEED_CONNECTIONS = 3_000;

    /**
     * Bytes of the largest heap for each connection to the feed; one needs a third of that. Less heap, fewer of them.
     */
    public static final int FEED_HEAP_PER_CONNECTION = 64 * 1024;

    /** Those among them that have not yet said a whole request. For a further one the oldest of them is closed. */
    public static final int FEED_STRANGERS = 500;

    /** How long a connection to the feed may take for a whole request, or have none. Then it is closed. */
    public static final Duration FEED_PATIENCE = Duration.ofSeconds(15);

    /** What is on its way to one listener of the feed, in bytes. One that falls further behind is disconnected. */
    public static final int FEED_BACKLOG_BYTES = 128 * 1024;

    /** The same for all listeners together. Beyond it whoever is behind is disconnected. */
    public static final long FEED_BACKLOG_OF_ALL_BYTES = 16L * 1024 * 1024;

    /** What the system keeps of what is on its way to one visitor, in bytes; left to itself it would be megabytes. */
    public static final int FEED_SEND_BUFFER_BYTES = 64 * 1024;

    /** A message of a listener, in bytes. A longer one closes its connection: listeners have little to say. */
    public static final int FEED_MESSAGE_BYTES = 4 * 1024;

    /** A request's line, and its head as a whole, in bytes. A longer one is refused. */
    public static final int FEED_LINE_BYTES = 4 * 1024;

    public static final int FEED_HEAD_BYTES = 8 * 1024;

    /** The body of a request, in bytes. A longer one is refused. */
    public static final int FEED_BODY_BYTES = 16 * 1024;

    /** How often the deciding rooms are asked for the feed's picture of everything, however many people look at it. */
    public static final Duration FEED_PICTURE = Duration.ofMillis(500);

    /**
     * What is added to that for each master, since putting the picture together takes the longer the more there are.
     */
    public static final Duration FEED_PICTURE_PER_MASTER = Duration.ofMillis(1);

    /** How often a port of the feed that is taken is tried again. */
    public static final Duration FEED_BIND_RETRY = Duration.ofSeconds(5);

    /** Failovers that are remembered, also after a restart. The oldest are forgotten. */
    public static final int FAILOVERS_KEPT = 200;

    /** Steps of one failover that are remembered. Further ones are counted. */
    public static final int FAILOVER_STEPS = 500;

    /** Receivers of events. A configuration with more is refused. */
    public static final int WEBHOOKS = 16;

    /** Posts that wait for one receiver. For a further one the oldest is given up. */
    public static final int WEBHOOK_QUEUE = 1_000;

    /** How often a post is tried, with pauses of 1 s, 2 s, 4 s and so on in between. Then it is given up. */
    public static final int WEBHOOK_TRIES = 8;

    /** How long one try of a post may take. */
    public static final Duration PATIENCE_WITH_A_WEBHOOK = Duration.ofSeconds(5);

    /** Posts that were given up and are kept in the file of those. The oldest are forgotten. */
    public static final int DEAD_LETTERS = 200;

    /** Nodes of a cluster. A configuration with more members is refused, and further nodes are not listened to. */
    public static final int CLUSTER_NODES = 32;

    /** How long the secret of a cluster must be, and may be, in characters. */
    public static final int CLUSTER_SECRET_FROM = 16;

    public static final int CLUSTER_SECRET_TO = 256;

    /** The pause after a first failure to join the cluster, and the longest one: each is twice as long as the last. */
    public static final Duration CLUSTER_RETRY_FROM = Duration.ofSeconds(1);

    public static final Duration CLUSTER_RETRY_TO = Duration.ofSeconds(30);

    /** How long Hazelcast looks for other nodes before it begins a cluster of its own, which others may join. */
    public static final Duration CLUSTER_JOIN = Duration.ofSeconds(20);

    /** How long Hazelcast waits for an answer. Then what was to be said is lost. */
    public static final Duration CLUSTER_CALL = Duration.ofSeconds(5);

    /** How long leaving the cluster may hold up the end of the process. */
    public static final Duration CLUSTER_LEAVE = Duration.ofSeconds(2);

    /** What is on its way to other nodes. A further message is lost. */
    public static final int CLUSTER_UNDER_WAY = 32;

    /** A message between nodes, in characters. A longer one is never sent, and not read when it comes. */
    public static final int CLUSTER_MESSAGE = 64 * 1024;

    /** What is read of what all nodes together say, in messages and in characters per second. The rest is lost. */
    public static final int CLUSTER_MESSAGES_PER_SECOND = 500;

    public static final int CLUSTER_CHARACTERS_PER_SECOND = 2 * 1024 * 1024;

    /** Replicas, and other sentinels, in an opinion about one master. Further ones are left out of it. */
    public static final int CLUSTER_INSTANCES = 32;

    /** Masters in one message. Further ones are in the next. */
    public static final int CLUSTER_MASTERS_PER_MESSAGE = 8;

    /** Opinions of other nodes, of all of them together. Further ones are not kept. */
    public static final int CLUSTER_OPINIONS = 5_000;

    /** How long a node that says nothing is believed, and how long it is remembered. */
    public static final Duration CLUSTER_SILENCE = Duration.ofSeconds(10);

    public static final Duration CLUSTER_MEMORY = Duration.ofMinutes(10);

    /** How long nodes disagree before it is told: longer than a failover takes, or a command at each of them. */
    public static final Duration CLUSTER_DISAGREEMENT = Duration.ofSeconds(15);

    /** How often nodes say what they think; a little longer for each master. */
    public static final Duration CLUSTER_PULSE = Duration.ofSeconds(1);

    /** The shortest time between two questions for missed events to one node, and between two answers. */
    public static final Duration CLUSTER_AGAIN = Duration.ofMillis(900);

    /** How long the answer of a node to an order is waited for. Then nobody knows whether it was done. */
    public static final Duration CLUSTER_ORDER = Duration.ofSeconds(3);

    /** Orders under way, our own and those of others, each. A further one is refused. */
    public static final int CLUSTER_ORDERS = 16;

    /** Words of an order, and characters of each. A longer one is refused. */
    public static final int CLUSTER_ORDER_WORDS = 64;

    public static final int CLUSTER_ORDER_WORD = 512;

    /**
     * Runs of other nodes of which we know how far their orders went. The one that is silent for longest is forgotten.
     */
    public static final int CLUSTER_ORDERING_RUNS = 256;

    /** Orders for all nodes that are kept for those who were away, the last ones; and how many are offered at once. */
    public static final int CLUSTER_LEDGER = 64;

    public static final int CLUSTER_LEDGER_OFFERED = 16;

    /** How long they are offered; and how long all have to do one before any has missed it, and between two offers. */
    public static final Duration CLUSTER_LEDGER_AGE = Duration.ofHours(24);

    public static final Duration CLUSTER_LEDGER_SETTLED = Duration.ofSeconds(5);

    /** The largest number of an order that is read. Far smaller ones are not believed, either: see the ledger. */
    public static final long CLUSTER_ORDER_NUMBERS = 1L << 53;

    /** Disagreements at the same time. Further ones are not told. */
    public static final int CLUSTER_DISAGREEMENTS = 500;

    /** Events of all nodes that are remembered, and with how many equal ones a further one is compared. */
    public static final int CLUSTER_SIGHTINGS = 1_000;

    public static final int CLUSTER_SIGHTINGS_COMPARED = 100;

    /** Own events that are kept for nodes that have missed some, and how many are in one message. */
    public static final int CLUSTER_EVENTS_KEPT = 300;

    public static final int CLUSTER_EVENTS_PER_MESSAGE = 12;

    /** What waits to be read. A further message is lost. */
    public static final int CLUSTER_HANDOVER = 2_000;
}
