package dev.vedette.sim.redis;

import dev.vedette.command.resp.Parsed;
import dev.vedette.command.resp.RequestReader;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Keys and their values, and what the disk has of them: all, always, when the server appends each write to a file
 * (appendonly yes, fsync always), and nothing otherwise.
 */
final class Dataset {
    private final SortedMap<String, String> keys = new TreeMap<>();
    private final Map<String, String> onDisk;
    private final RedisConf conf;

    Dataset(Map<String, String> onDisk, RedisConf conf) {
        this.onDisk = onDisk;
        this.conf = conf;
    }

    private boolean persistent() {
        return conf.yes("appendonly");
    }

    SortedMap<String, String> view() {
        return Collections.unmodifiableSortedMap(keys);
    }

    int size() {
        return keys.size();
    }

    void put(String key, String value) {
        keys.put(key, value);
        if (persistent()) {
            onDisk.put(key, value);
        }
    }

    boolean remove(String key) {
        if (persistent()) {
            onDisk.remove(key);
        }
        return keys.remove(key) != null;
    }

    void clear() {
        keys.clear();
        if (persistent()) {
            onDisk.clear();
        }
    }

    /** What a start finds. */
    void readDisk() {
        if (persistent()) {
            keys.putAll(onDisk);
        }
    }

    /** The same, as the commands that make it. */
    String dump() {
        StringBuilder text = new StringBuilder();
        keys.forEach((key, value) -> text.append(Resp.command("SET", key, value)));
        return text.toString();
    }

    static SortedMap<String, String> parsed(String dump) {
        SortedMap<String, String> all = new TreeMap<>();
        RequestReader reader = new RequestReader();
        reader.feed(Resp.bytes(dump));
        while (reader.next() instanceof Parsed.Complete command) {
            all.put(command.request().bytes(1), command.request().bytes(2));
        }
        return all;
    }

    /** Drops what is in memory; the file stays until there is something new to put into it. */
    void forget() {
        keys.clear();
    }

    void replace(SortedMap<String, String> all) {
        clear();
        all.forEach(this::put);
    }
}
