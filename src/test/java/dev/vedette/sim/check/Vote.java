package dev.vedette.sim.check;

import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.RunId;
import dev.vedette.sim.Observation;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A vote that somebody saw: the voter's own event, what a peer says that it was told, or the reply to a question. */
record Vote(MasterName master, Epoch epoch, RunId voter, RunId candidate) {
    private static final Pattern TOLD = Pattern.compile("(\\S+) voted for (\\S+) ([0-9]+)");

    static @Nullable Vote in(Observation observation, Cast cast) {
        if (observation instanceof Observation.Announced announced
                && announced.event().name().equals("+vote-for-leader")
                && announced.event().master() != null) {
            String[] word = announced.event().payload().split(" ");
            return new Vote(announced.event().master(), epoch(word[1]), cast.id(announced.who()), new RunId(word[0]));
        }
        if (observation instanceof Observation.StockAnnounced stock
                && stock.event().equals("+vote-for-leader")
                && stock.master().isPresent()) {
            String[] word = stock.payload().split(" ");
            return new Vote(stock.master().get(), epoch(word[1]), cast.id(stock.who()), new RunId(word[0]));
        }
        if (observation instanceof Observation.Noted noted && noted.note().master() != null) {
            Matcher told = TOLD.matcher(noted.note().text());
            return told.matches()
                    ? new Vote(
                            noted.note().master(),
                            epoch(told.group(3)),
                            new RunId(told.group(1)),
                            new RunId(told.group(2)))
                    : null;
        }
        if (observation instanceof Observation.Answered answer && answer.leader() != null) {
            return new Vote(answer.master(), answer.epoch(), answer.voter(), answer.leader());
        }
        return null;
    }

    private static Epoch epoch(String text) {
        return new Epoch(Long.parseUnsignedLong(text));
    }
}
