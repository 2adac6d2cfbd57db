package dev.vedette.sim.story;

import java.util.ArrayList;
import java.util.List;

/**
 * A story as it lies in its file: what it shows, in prose; the script; and what was said when it was last played.
 *
 * @param script its lines, the empty ones included, so that a complaint can name the right one
 */
record Talk(String prose, List<String> script, List<String> conversation) {
    private static final String SCRIPT = "---- script";
    private static final String CONVERSATION = "---- conversation";

    Talk {
        script = List.copyOf(script);
        conversation = List.copyOf(conversation);
    }

    static Talk parse(String text) {
        List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
        lines.remove(lines.size() - 1);
        int script = lines.indexOf(SCRIPT);
        int conversation = lines.indexOf(CONVERSATION);
        if (script < 1 || conversation < script) {
            throw new IllegalArgumentException(
                    "a story has a title, a line '" + SCRIPT + "' and a line '" + CONVERSATION + "'");
        }
        return new Talk(
                String.join("\n", lines.subList(0, script)),
                lines.subList(script + 1, conversation),
                lines.subList(conversation + 1, lines.size()));
    }

    Talk saying(List<String> words) {
        return new Talk(prose, script, words);
    }

    String text() {
        return prose + "\n" + SCRIPT + "\n" + lines(script) + CONVERSATION + "\n" + lines(conversation);
    }

    private static String lines(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }
}
