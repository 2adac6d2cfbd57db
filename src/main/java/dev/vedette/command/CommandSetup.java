package dev.vedette.command;

import dev.vedette.model.AddressBook;
import dev.vedette.model.MasterPicture;
import dev.vedette.model.RunId;
import dev.vedette.model.SentinelSettings;
import dev.vedette.platform.Clock;
import dev.vedette.platform.Disk;
import dev.vedette.platform.ProcessFacts;
import dev.vedette.platform.Processes;
import dev.vedette.tls.Tls;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command room is given at the start.
 *
 * @param myId the identity of the sentinel, which outlives the process
 * @param processRunId the identity of this run, which INFO shows
 * @param masters what is watched when we start; afterwards the monitor's facts tell
 * @param book what names stand for when we start; the room's own copy
 * @param tls encrypts what comes to the TLS port
 * @param disk where an ACL file is
 * @param configFile what INFO shows, or null
 * @param hasVisitors whether somebody comes in by another door than a port of this room
 * @param clientsOfOneLoop how many this room serves where it is at home before all loops serve them
 * @param shutdown ends the process; called by SHUTDOWN
 */
public record CommandSetup(
        SentinelSettings settings,
        RunId myId,
        RunId processRunId,
        List<MasterPicture> masters,
        AddressBook book,
        Clock clock,
        ProcessFacts process,
        Processes processes,
        Tls tls,
        Disk disk,
        @Nullable String configFile,
        boolean hasVisitors,
        int clientsOfOneLoop,
        Runnable shutdown) {
    public CommandSetup {
        masters = List.copyOf(masters);
    }
}
