package dev.vedette.tidy.bad.config;

import dev.vedette.tidy.bad.demo.Tour;
import io.vertx.core.Vertx;

/** Goes to the event bus by itself, speaks to the terminal, and leans on the demo. */
public class Keeper {
    public void keep(Vertx vertx) {
        vertx.eventBus().publish("everybody", "kept");
        System.out.println(new Tour());
    }
}
