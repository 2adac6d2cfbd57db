package dev.vedette.command;

import dev.vedette.model.Moment;

/** Whoever counts what INFO shows of the clients of one loop. */
interface Counts {
    void read(Moment now, int bytes);

    void wrote(Moment now, int bytes);

    void executed(Moment now);

    void failed();
}
