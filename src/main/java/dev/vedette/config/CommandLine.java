package dev.vedette.config;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of the program, taken as redis-sentinel takes them: a file first, unless the first one begins with a
 * dash; {@code -} at either end for more lines from the standard input; and {@code --word} with everything up to the
 * next one as a line of the file. {@code --sentinel} alone says what this program is anyway.
 *
 * @param file as it was written; null when there is none
 * @param stdin more lines come from the standard input
 * @param options lines that count after those of the file
 */
public record CommandLine(@Nullable String file, boolean stdin, List<String> options) {
    public CommandLine {
        options = List.copyOf(options);
    }

    public static CommandLine of(List<String> arguments) {
        boolean named = !arguments.isEmpty() && !arguments.get(0).startsWith("-");
        List<String> rest = arguments.subList(named ? 1 : 0, arguments.size());
        boolean stdin = false;
        List<String> lines = new ArrayList<>();
        // A word that may still be the value of the option before it is one, even when it begins with dashes.
        boolean complete = true;
        for (int i = 0; i < rest.size(); i++) {
            String argument = rest.get(i);
            boolean atAnEnd = i == 0 && !named || i == rest.size() - 1;
            if (argument.equals("-") && atAnEnd) {
                stdin = true;
            } else if (complete && argument.startsWith("--")) {
                boolean save = argument.equalsIgnoreCase("--save") && isLastOrBeforeAnother(rest, i);
                lines.add(argument.substring(2) + (save ? " \"\"" : ""));
                boolean flag = argument.equalsIgnoreCase("--sentinel") && isLastOrBeforeAnother(rest, i);
                complete = save || flag || argument.trim().indexOf(' ') > 0;
            } else {
                add(lines, argument);
                complete = true;
            }
        }
        return new CommandLine(named ? arguments.get(0) : null, stdin, lines);
    }

    /** Then {@code --sentinel} and {@code --save} need no value. */
    private static boolean isLastOrBeforeAnother(List<String> rest, int index) {
        return index + 1 == rest.size() || rest.get(index + 1).startsWith("--");
    }

    private static void add(List<String> lines, String argument) {
        if (lines.isEmpty()) {
            lines.add(Words.quoted(argument));
        } else {
            lines.set(lines.size() - 1, lines.get(lines.size() - 1) + " " + Words.quoted(argument));
        }
    }
}
