package dev.vedette.command;

import dev.vedette.model.Moment;

/** What INFO counts. Confined to the verticle's thread. */
final class Traffic {
    private final Rate commandRate = new Rate();
    private final Rate inputRate = new Rate();
    private final Rate outputRate = new Rate();
    private long connections;
    private long rejected;
    private long commands;
    private long errors;
    private long reads;
    private long writes;
    private long inputBytes;
    private long outputBytes;
    private int largestInput;
    private int largestOutput;

    void connected() {
        connections++;
    }

    void rejected() {
        rejected++;
    }

    void read(Moment now, int bytes) {
        reads++;
        inputBytes += bytes;
        largestInput = Math.max(largestInput, bytes);
        inputRate.add(now, bytes);
    }

    void wrote(Moment now, int bytes) {
        writes++;
        outputBytes += bytes;
        largestOutput = Math.max(largestOutput, bytes);
        outputRate.add(now, bytes);
    }

    void executed(Moment now) {
        commands++;
        commandRate.add(now, 1);
    }

    void failed() {
        errors++;
    }

    long connections() {
        return connections;
    }

    long rejections() {
        return rejected;
    }

    long commands() {
        return commands;
    }

    long errors() {
        return errors;
    }

    long reads() {
        return reads;
    }

    long writes() {
        return writes;
    }

    long inputBytes() {
        return inputBytes;
    }

    long outputBytes() {
        return outputBytes;
    }

    int largestInput() {
        return largestInput;
    }

    int largestOutput() {
        return largestOutput;
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
