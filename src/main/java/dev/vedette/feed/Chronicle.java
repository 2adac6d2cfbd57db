package dev.vedette.feed;

import dev.vedette.bus.SentinelEvent;
import dev.vedette.feed.Story.Outcome;
import dev.vedette.feed.Story.Phase;
import dev.vedette.feed.Story.Step;
import dev.vedette.model.Address;
import dev.vedette.model.Limits;
import dev.vedette.model.MasterName;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes stories out of events: it hears what every subscriber hears, and nothing else, so that what it tells can be
 * checked against any log. An alarm that passes before a quorum agreed is no story.
 */
final class Chronicle {
    private static final int FORMAT = 1;

    private final SortedMap<MasterName, Story> open = new TreeMap<>();
    private final SortedSet<MasterName> down = new TreeSet<>();
    private final Deque<Story> ended = new ArrayDeque<>();
    private String epoch = "";

    /**
     * Takes in the next event.
     *
     * @return the story that it changed and that is worth telling of, or null
     */
    @Nullable
    Story hear(String id, Happening happening) {
        SentinelEvent event = happening.event();
        if (event.name().equals("+new-epoch")) {
            epoch = event.payload();
        }
        MasterName master = event.master();
        if (master == null) {
            return null;
        }
        boolean aboutMaster = isAboutMaster(happening);
        if (aboutMaster && event.name().equals("+sdown")) {
            down.add(master);
        }
        Story story = open.get(master);
        if (story == null) {
            if (!opens(happening, aboutMaster)) {
                return null;
            }
            story = new Story(id, master.value(), address(happening));
            open.put(master, story);
        }
        if (!belongs(event.name(), aboutMaster)) {
            return null;
        }
        story.add(new Step(happening.at(), event.name(), event.payload(), event.reason()));
        follow(master, story, happening, aboutMaster);
        boolean alarm = story.outcome() == Outcome.RUNNING && story.isOnlyADoubt();
        return alarm || story.outcome() == Outcome.RECOVERED && !isStored(story) ? null : story;
    }

    private static boolean isAboutMaster(Happening happening) {
        Happening.Subject subject = happening.subject();
        return subject != null && subject.isMaster();
    }

    private static String address(Happening happening) {
        Happening.Subject subject = happening.subject();
        return subject != null && subject.isMaster() ? subject.address().toString() : "";
    }

    private static boolean opens(Happening happening, boolean aboutMaster) {
        return switch (happening.name()) {
            case "+sdown", "+odown", "+try-failover" -> aboutMaster;
            case "+failover-detected", "+config-update-from", "+switch-master" -> true;
            default -> false;
        };
    }

    /** What is said of replicas and sentinels besides is no part of it. */
    private static boolean belongs(String name, boolean aboutMaster) {
        return switch (name) {
            case "+sdown", "-sdown", "+odown", "-odown" -> aboutMaster;
            case "+reboot", "+role-change", "-role-change", "+slave", "+sentinel", "+set", "+monitor" -> false;
            default -> !name.startsWith("-script") && !name.startsWith("+script");
        };
    }

    private void follow(MasterName master, Story story, Happening happening, boolean aboutMaster) {
        SentinelEvent event = happening.event();
        String name = event.name();
        String[] words = event.payload().split(" ");
        if (name.equals("+try-failover")) {
            story.seekingVotes(epoch);
        } else if (name.equals("+vote-for-leader") && words.length == 2) {
            story.votedFor(words[0], words[1]);
        } else if (name.equals("+selected-slave")) {
            story.because(event.reason());
        } else if (name.startsWith(Story.ABORT)) {
            story.because(event.reason());
            if (!down.contains(master)) {
                close(master, story, Outcome.ABORTED);
            }
        } else if (name.equals("+switch-master") && words.length == 5) {
            story.switched(address(words[1], words[2]), address(words[3], words[4]));
            down.remove(master);
            close(master, story, story.has(Phase.ELECTED) ? Outcome.DONE : Outcome.FOLLOWED);
        } else if (name.equals("-sdown") && aboutMaster) {
            down.remove(master);
            if (!story.has(Phase.ELECTED) || story.wasGivenUpLast()) {
                close(master, story, Outcome.RECOVERED);
            }
        } else if (name.equals("+reset-master") || name.equals("-monitor")) {
            down.remove(master);
            close(master, story, Outcome.CANCELLED);
        }
        if (name.equals("+elected-leader") && !story.has(Phase.DETECTED)) {
            story.ordered();
        }
    }

    private static String address(String host, String port) {
        return new Address(host, Integer.parseInt(port)).toString();
    }

    private void close(MasterName master, Story story, Outcome how) {
        story.end(how);
        open.remove(master);
        boolean alarm = (how == Outcome.RECOVERED || how == Outcome.CANCELLED) && story.isOnlyADoubt();
        if (!alarm) {
            ended.addFirst(story);
            while (ended.size() > Limits.FAILOVERS_KEPT) {
                ended.removeLast();
            }
        }
    }

    private boolean isStored(Story story) {
        return ended.contains(story);
    }

    /** Those that go on, then those that ended, the newest first. */
    List<Story> all() {
        List<Story> stories = new ArrayList<>(open.values());
        stories.removeIf(Story::isOnlyADoubt);
        stories.addAll(ended);
        return stories;
    }

    String text() {
        JsonArray stories = new JsonArray();
        all().stream().limit(Limits.FAILOVERS_KEPT).forEach(story -> stories.add(story.json()));
        return new JsonObject().put("format", FORMAT).put("failovers", stories).encodePrettily() + "\n";
    }

    /**
     * Remembers what {@link #text} has written, behind what has happened since.
     *
     * @throws IllegalArgumentException when it was something else that wrote it
     */
    void remember(String text) {
        JsonObject json = new JsonObject(text);
        if (json.getInteger("format", 0) != FORMAT) {
            throw new IllegalArgumentException("of another format than " + FORMAT);
        }
        for (Object each : json.getJsonArray("failovers", new JsonArray())) {
            if (each instanceof JsonObject story && ended.size() < Limits.FAILOVERS_KEPT) {
                ended.addLast(Story.of(story));
            }
        }
    }
}
