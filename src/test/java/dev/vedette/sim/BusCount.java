package dev.vedette.sim;

import io.vertx.core.spi.metrics.EventBusMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;

/** Counts who is registered on a bus, by the one door through which Vert.x tells. */
final class BusCount implements VertxMetrics, EventBusMetrics<Boolean> {
    private int consumers;
    private int questions;

    int consumers() {
        return consumers;
    }

    int questions() {
        return questions;
    }

    @Override
    public EventBusMetrics<?> createEventBusMetrics() {
        return this;
    }

    /** @return whether it waits for an answer */
    @Override
    public Boolean handlerRegistered(String address) {
        boolean question = Inventory.isForAnswers(address);
        count(question, 1);
        return question;
    }

    @Override
    public void handlerUnregistered(Boolean question) {
        count(question, -1);
    }

    private void count(boolean question, int by) {
        if (question) {
            questions += by;
        } else {
            consumers += by;
        }
    }

    @Override
    public boolean isMetricsEnabled() {
        return true;
    }

    @Override
    public void close() {}
}
