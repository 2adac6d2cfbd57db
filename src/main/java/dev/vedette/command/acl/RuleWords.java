package dev.vedette.command.acl;

import dev.vedette.command.resp.InlineWords;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Words of rules: a selector in brackets is one rule, though it comes in several words. */
final class RuleWords {
    private RuleWords() {}

    /** What is in the brackets, split as a request that is typed; nothing when its quotes are not closed. */
    static List<String> split(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        List<byte[]> words = InlineWords.split(bytes, 0, bytes.length);
        return words == null
                ? List.of()
                : words.stream()
                        .map(word -> new String(word, StandardCharsets.ISO_8859_1))
                        .toList();
    }

    static List<String> merged(List<String> words) throws AclFault {
        List<String> rules = new ArrayList<>();
        List<String> open = new ArrayList<>();
        for (String word : words) {
            if (!open.isEmpty() || word.startsWith("(") && !word.endsWith(")")) {
                open.add(word);
                if (open.size() > 1 && word.endsWith(")")) {
                    rules.add(String.join(" ", open));
                    open.clear();
                }
            } else {
                rules.add(word);
            }
        }
        if (!open.isEmpty()) {
            throw new AclFault("Unmatched parenthesis in acl selector starting at '" + open.get(0) + "'.");
        }
        return rules;
    }
}
