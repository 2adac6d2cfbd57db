package dev.vedette.config;

import dev.vedette.model.Epoch;
import dev.vedette.model.MasterName;
import dev.vedette.model.MasterSettings;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Brings together what an operator declares in a file that we only read and what we kept in the state file.
 *
 * <p>One rule: whoever spoke last wins. The state file remembers what was declared when it was written, so a
 * declaration that is still the same lost to whatever happened since (a failover, SENTINEL SET, REMOVE), and one
 * that was edited wins. What only a running process knows (identity, epochs, replicas, peers) always comes from the
 * state. Letting the declaration always win was rejected: every restart would undo the last failover. Letting the
 * state always win was rejected too: then editing the file would do nothing.
 */
final class StateMerge {
  private final Draft declared;
  private final Draft stored;
  private final SortedMap<MasterName, Declaration.Trace> before;
  private final String source;

  private StateMerge(
      Draft declared, Draft stored, SortedMap<MasterName, Declaration.Trace> before, String source) {
    this.declared = declared;
    this.stored = stored;
    this.before = before;
    this.source = source;
  }

  /**
   * Makes {@code declared} what the process starts from; {@code text} is the state file that {@code stored} came
   * from.
   */
  static void into(Draft declared, Draft stored, String text, String source) {
    SortedMap<MasterName, Declaration.Trace> before = new TreeMap<>();
    ConfLine.texts(text).forEach(line -> {
      Declaration.Trace.Named named = Declaration.Trace.read(line);
      if (named != null) {
        before.put(named.name(), named.trace());
      }
    });
    new StateMerge(declared, stored, before, source).run();
  }

  private void run() {
    declared.myId = stored.myId != null ? stored.myId : declared.myId;
    declared.currentEpoch = declared.currentEpoch.max(stored.currentEpoch);
    SortedSet<MasterName> names = new TreeSet<>(declared.masters.keySet());
    names.addAll(stored.masters.keySet());
    for (MasterName name : names) {
      MasterDraft asked = declared.masters.get(name);
      MasterDraft kept = stored.masters.get(name);
      MasterDraft outcome = asked == null
          ? onlyKept(name, kept)
          : kept == null ? onlyAsked(name, asked) : both(name, asked, kept);
      if (outcome == null) {
        declared.masters.remove(name);
      } else {
        declared.masters.put(name, outcome);
      }
    }
  }

  private @Nullable MasterDraft onlyKept(MasterName name, @Nullable MasterDraft kept) {
    if (before.containsKey(name)) {
      declared.remarks.add(name + " is no longer declared: what " + source + " holds of it is forgotten");
      return null;
    }
    return kept;
  }

  private @Nullable MasterDraft onlyAsked(MasterName name, MasterDraft asked) {
    Declaration.Trace trace = before.get(name);
    if (trace == null) {
      return asked;
    }
    if (trace.equals(asked.declaration().trace())) {
      declared.remarks.add(name + " was removed at run time and stays removed; SENTINEL MONITOR, or an edit of its"
          + " declaration, brings it back");
      return null;
    }
    declared.remarks.add(name + " was removed at run time, but its declaration was edited since: it is watched again");
    return asked;
  }

  private MasterDraft both(MasterName name, MasterDraft asked, MasterDraft kept) {
    Declaration.Trace trace = before.get(name);
    Declaration.Trace now = asked.declaration().trace();
    if (trace != null && !trace.address().equals(now.address())) {
      return moved(name, asked, kept);
    }
    boolean edited = trace == null || !trace.digest().equals(now.digest());
    MasterSettings settings = edited ? asked.settings : kept.settings;
    if (!edited && !settings.credentials(asked.settings.credentials())
        .equals(asked.settings)) {
      declared.remarks.add(name + " keeps settings that were changed at run time, which differ from its declaration");
    }
    if (kept.saysCredentials) {
      declared.remarks.add(name + " keeps the credentials that were set at run time; without its auth lines in " + source
          + " the declared ones count");
    }
    kept.settings = settings.credentials(
        kept.saysCredentials ? kept.settings.credentials() : asked.settings.credentials());
    return kept;
  }

  /**
   * The operator points the name at another address. Its replicas are found anew; its config epoch starts again at
   * zero, so that peers who know better correct us.
   */
  private MasterDraft moved(MasterName name, MasterDraft asked, MasterDraft kept) {
    declared.remarks.add(name + " was declared at another address since " + source + " was written: " + asked.address
        + " is watched, " + kept.address + " is not");
    asked.configEpoch = Epoch.ZERO;
    asked.leaderEpoch = kept.leaderEpoch;
    asked.peers.putAll(kept.peers);
    return asked;
  }
}
