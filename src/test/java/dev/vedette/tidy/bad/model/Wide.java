package dev.vedette.tidy.bad.model;

import io.vertx.core.json.JsonObject;

/** A value that brings a framework along. */
public record Wide(JsonObject json) {}
