package dev.vedette.model;

import java.time.Duration;

/** Every bound of the program, and beside it what happens there. */
public final class Limits {
  private Limits() {}

  /** Commands without a reply on one link. At the bound nothing periodic is sent until it drains or is closed. */
  public static final int PENDING_COMMANDS_PER_LINK = 100;

  /** Inputs that wait in a brain's shell for the disk. At the bound the process stops: it could only guess from there. */
  public static final int INPUTS_BEHIND_THE_DISK = 10_000;

  /** How long monitoring waits for a slow disk before it goes on without having saved. */
  public static final Duration PATIENCE_WITH_THE_DISK = Duration.ofSeconds(1);

  /** Text of an event, in characters; the rest is cut, as Redis Sentinel does. */
  public static final int EVENT_TEXT = 1023;

  /** Masters that one process watches. MONITOR refuses the next one. */
  public static final int MASTERS = 10_000;

  /** Replicas known under one master. Further ones are ignored, with a line in the log. */
  public static final int REPLICAS_PER_MASTER = 1_000;

  /** Peers known under one master. Further hellos of strangers are ignored, with a line in the log. */
  public static final int PEERS_PER_MASTER = 1_000;

  /** INFO text of a data node, in bytes. A longer one is cut at the connection. */
  public static final int INFO_BYTES = 1024 * 1024;

  /**
   * Commands without a reply on the one link to a peer, which all masters share: twice per master. At the bound nothing
   * periodic is sent until it drains or is closed.
   */
  public static final int PENDING_COMMANDS_PER_PEER = 2 * MASTERS;

  /** Room beyond the bound of pending commands, for orders that are not periodic. Then they are Lost at once, too. */
  public static final int PENDING_ORDERS_PER_LINK = 32;

  /** One reply of an instance, its framing included, in bytes. A longer one closes the connection. */
  public static final int REPLY_BYTES = INFO_BYTES + 1024;

  /** One message on the hello channel, its framing included, in bytes. A longer one closes the connection. */
  public static final int HELLO_BYTES = 4 * 1024;

  /** A line of a reply, in bytes. A longer one closes the connection. */
  public static final int REPLY_LINE_BYTES = 16 * 1024;

  /** Elements of one array in a reply. More of them close the connection. */
  public static final int REPLY_ELEMENTS = 1024;

  /** Arrays within arrays in a reply. Deeper ones close the connection. */
  public static final int REPLY_DEPTH = 4;

  /**
   * Messages on the hello channel of one instance within a second. More of them close the connection. Whoever can send
   * so many can forge hellos as well, so that nothing is gained by bearing with them.
   */
  public static final int HELLOS_PER_SECOND = 10_000;

  /** How long opening a TCP connection may take. Then the channel is down. */
  public static final Duration PATIENCE_WITH_A_CONNECT = Duration.ofSeconds(2);

  /** How long an instance may take for its first reply on a new connection. Then the channel is down. */
  public static final Duration PATIENCE_WITH_A_HANDSHAKE = Duration.ofSeconds(5);
}
