package dev.vedette.command;

/**
 * What was read, written, executed and refused, of one loop for a while, or of all of them since the start. Confined to
 * one thread at a time.
 */
final class Counted {
    private long commands;
    private long errors;
    private long reads;
    private long writes;
    private long inputBytes;
    private long outputBytes;
    private int largestInput;
    private int largestOutput;

    void read(int bytes) {
        reads++;
        inputBytes += bytes;
        largestInput = Math.max(largestInput, bytes);
    }

    void wrote(int bytes) {
        writes++;
        outputBytes += bytes;
        largestOutput = Math.max(largestOutput, bytes);
    }

    void executed() {
        commands++;
    }

    void failed() {
        errors++;
    }

    void add(Counted other) {
        commands += other.commands;
        errors += other.errors;
        reads += other.reads;
        writes += other.writes;
        inputBytes += other.inputBytes;
        outputBytes += other.outputBytes;
        largestInput = Math.max(largestInput, other.largestInput);
        largestOutput = Math.max(largestOutput, other.largestOutput);
    }

    boolean isNothing() {
        return reads == 0 && writes == 0 && errors == 0 && commands == 0;
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
}
