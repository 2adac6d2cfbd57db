package dev.vedette.model;

/** Another sentinel of a master: who it is and where it listens. */
public record PeerRef(RunId id, Address address) {}
