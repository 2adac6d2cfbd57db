package dev.vedette.feed;

import dev.vedette.model.AddressBook;
import dev.vedette.model.FeedSettings;
import dev.vedette.model.RunId;
import dev.vedette.platform.Aside;
import dev.vedette.platform.Clock;
import dev.vedette.platform.Disk;
import dev.vedette.tls.Tls;

/**
 * What the feed is given at the start.
 *
 * @param myId the identity of the sentinel
 * @param version of the program, for people
 * @param book what names stand for when we start; the room's own copy
 * @param aside to the Vert.x that is the feed's own
 * @param tls encrypts what comes to the feed, when the settings say so
 * @param stateFile the files of the feed are beside it
 */
public record FeedSetup(
        FeedSettings settings,
        RunId myId,
        String version,
        AddressBook book,
        Clock clock,
        Disk disk,
        Aside aside,
        Tls tls,
        String stateFile) {}
