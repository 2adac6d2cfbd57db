package dev.vedette.cluster;

import dev.vedette.model.AddressBook;
import dev.vedette.model.ClusterSettings;
import dev.vedette.model.RunId;
import dev.vedette.platform.Clock;
import dev.vedette.platform.Disk;

/**
 * What the room of the cluster is given at the start.
 *
 * @param myId the identity of the sentinel, which is that of the node
 * @param address where its commands are served, for people
 * @param version of the program, for people
 * @param stateFile beside which the room keeps a file of its own
 * @param book what names stand for when we start; the room's own copy
 */
public record ClusterSetup(
        ClusterSettings settings,
        RunId myId,
        String address,
        String version,
        String stateFile,
        AddressBook book,
        Clock clock,
        Disk disk) {}
