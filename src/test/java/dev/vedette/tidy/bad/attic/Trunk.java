package dev.vedette.tidy.bad.attic;

/** Nobody decided what rules hold here. */
public record Trunk(String content) {}
