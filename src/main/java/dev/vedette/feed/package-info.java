/**
 * The sentinel turned inside out for people: a stream of its events, its picture of everything, the history of
 * failovers, health and metrics, over HTTP. It only looks. It runs on a Vert.x of its own, so that a flood of visitors
 * has no thread in common with what decides, and nothing here has an address on the bus of the rooms that decide.
 */
@NullMarked
package dev.vedette.feed;

import org.jspecify.annotations.NullMarked;
