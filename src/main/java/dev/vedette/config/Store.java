package dev.vedette.config;

import dev.vedette.bus.ProcessSettings;
import dev.vedette.model.MasterName;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where the state is kept.
 *
 * @param path absolute
 * @param inPlace the file is the operator's own sentinel.conf, whose layout is kept; else it is ours alone
 * @param declared the masters of the file that we only read; empty when {@code inPlace}
 * @param process what the configuration says of the process, without what was changed at run time
 */
public record Store(
        String path, boolean inPlace, SortedMap<MasterName, Declaration> declared, ProcessSettings process) {
    public Store {
        declared = Collections.unmodifiableSortedMap(new TreeMap<>(declared));
    }
}
