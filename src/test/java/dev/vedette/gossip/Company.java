package dev.vedette.gossip;

import dev.vedette.brain.Stage;
import dev.vedette.bus.Errand;
import dev.vedette.bus.LinkFact;
import dev.vedette.bus.LinkOrder;
import dev.vedette.bus.Reply;
import dev.vedette.model.LinkId;
import org.jspecify.annotations.Nullable;

/** Whom a gossip brain speaks to: they answer all that it says in the same way, and it opens no links. */
final class Company implements Stage.Prompter {
    /** Null when none comes. */
    @Nullable
    Reply answer = new Reply.Done("0");

    @Override
    public @Nullable Reply reply(LinkId link, Errand errand) {
        return answer;
    }

    @Override
    public @Nullable LinkFact opened(LinkOrder.Open order) {
        throw new AssertionError("gossip opens nothing");
    }
}
