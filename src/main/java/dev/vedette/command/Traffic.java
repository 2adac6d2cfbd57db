package dev.vedette.command;

import dev.vedette.model.Moment;

/** What INFO counts, of all loops. Confined to the room's home. */
final class Traffic implements Counts {
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

    @Override
    public void read(Moment now, int bytes) {
        reads++;
        inputBytes += bytes;
        largestInput = Math.max(largestInput, bytes);
        inputRate.add(now, bytes);
    }

    @Override
    public void wrote(Moment now, int bytes) {
        writes++;
        outputBytes += bytes;
        largestOutput = Math.max(largestOutput, bytes);
        outputRate.add(now, bytes);
    }

    @Override
    public void executed(Moment now) {
        commands++;
        commandRate.add(now, 1);
    }

    @Override
    public void failed() {
        errors++;
    }

    void add(Moment now, Tally.Part part) {
        commands += part.commands;
        errors += part.errors;
        reads += part.reads;
        writes += part.writes;
        inputBytes += part.inputBytes;
        outputBytes += part.outputBytes;
        largestInput = Math.max(largestInput, part.largestInput);
        largestOutput = Math.max(largestOutput, part.largestOutput);
        commandRate.add(now, part.commands);
        inputRate.add(now, part.inputBytes);
        outputRate.add(now, part.outputBytes);
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
