package dev.vedette.command;

import dev.vedette.model.Moment;

/** What INFO counts, of all loops. Confined to the room's home. */
final class Traffic implements Counts {
    private final Rate commandRate = new Rate();
    private final Rate inputRate = new Rate();
    private final Rate outputRate = new Rate();
    private final Counted sinceStart = new Counted();
    private long connections;
    private long rejected;

    void connected() {
        connections++;
    }

    void rejected() {
        rejected++;
    }

    @Override
    public void read(Moment now, int bytes) {
        sinceStart.read(bytes);
        inputRate.add(now, bytes);
    }

    @Override
    public void wrote(Moment now, int bytes) {
        sinceStart.wrote(bytes);
        outputRate.add(now, bytes);
    }

    @Override
    public void executed(Moment now) {
        sinceStart.executed();
        commandRate.add(now, 1);
    }

    @Override
    public void failed() {
        sinceStart.failed();
    }

    /** What another loop has counted. */
    void add(Moment now, Counted there) {
        sinceStart.add(there);
        commandRate.add(now, there.commands());
        inputRate.add(now, there.inputBytes());
        outputRate.add(now, there.outputBytes());
    }

    Counted sinceStart() {
        return sinceStart;
    }

    long connections() {
        return connections;
    }

    long rejections() {
        return rejected;
    }

    double commandsPerSecond(Moment now) {
        return commandRate.perSecond(now);
    }

    double inputPerSecond(Moment now) {
        return inputRate.perSecond(now);
    }

    double outputPerSecond(Moment now) {
        return outputRate.perSecond(now);
    }
}
