package dev.vedette.config;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The words of a line as Redis splits them, and back. {@code split(quoted(word))} is {@code word}, for every text:
 * Redis before version 9 wrote names and passwords as they are, and a space in one broke the next start.
 */
final class Words {
  private static final int HEX = 16;
  private static final int DELETE = 0x7f;

  private final String line;
  private int at;
  private final List<String> words = new ArrayList<>();

  private Words(String line) {
    this.line = line;
  }

  static List<String> split(String line) throws Fault {
    Words words = new Words(line);
    words.run();
    return words.words;
  }

  /** {@code word} as it must stand in a line; in quotes only where it needs them. */
  static String quoted(String word) {
    return isPlain(word) ? word : inQuotes(word);
  }

  static String inQuotes(String word) {
    StringBuilder text = new StringBuilder("\"");
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      switch (c) {
        case '\\', '"' -> text.append('\\').append(c);
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        case '\t' -> text.append("\\t");
        case '\b' -> text.append("\\b");
        case 7 -> text.append("\\a");
        default -> {
          if (c < ' ' || c == DELETE) {
            text.append(String.format("\\x%02x", (int) c));
          } else {
            text.append(c);
          }
        }
      }
    }
    return text.append('"').toString();
  }

  private static boolean isPlain(String word) {
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (c <= ' ' || c == DELETE || c == '"' || c == '\'' || c == '\\') {
        return false;
      }
    }
    return !word.isEmpty() && word.charAt(0) != '#';
  }

  private void run() throws Fault {
    while (true) {
      while (at < line.length() && isSpace(line.charAt(at))) {
        at++;
      }
      if (at == line.length()) {
        return;
      }
      words.add(word());
    }
  }

  private String word() throws Fault {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (at < line.length() && !isSpace(line.charAt(at))) {
      char c = line.charAt(at);
      if (c == '"') {
        at++;
        doubleQuoted(bytes);
      } else if (c == '\'') {
        at++;
        singleQuoted(bytes);
      } else if (c == 0) {
        throw new Fault("Unprintable character in configuration line", "text; a zero byte would hide the rest of the line");
      } else {
        take(bytes);
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
    } catch (CharacterCodingException e) {
      throw new Fault("Escaped bytes that are not UTF-8 text", "\\xHH escapes that together are UTF-8");
    }
  }

  private void doubleQuoted(ByteArrayOutputStream bytes) throws Fault {
    while (at < line.length()) {
      char c = line.charAt(at);
      if (c == '"') {
        at++;
        endOfQuotes();
        return;
      }
      if (c == '\\' && at + 1 < line.length()) {
        escape(bytes);
      } else {
        take(bytes);
      }
    }
    throw unbalanced();
  }

  private void escape(ByteArrayOutputStream bytes) {
    char c = line.charAt(at + 1);
    if (c == 'x' && at + 3 < line.length() && hex(at + 2) >= 0 && hex(at + 3) >= 0) {
      bytes.write(hex(at + 2) * HEX + hex(at + 3));
      at += 4;
      return;
    }
    at++;
    switch (c) {
      case 'n' -> bytes.write('\n');
      case 'r' -> bytes.write('\r');
      case 't' -> bytes.write('\t');
      case 'b' -> bytes.write('\b');
      case 'a' -> bytes.write(7);
      default -> {
        take(bytes);
        return;
      }
    }
    at++;
  }

  private int hex(int index) {
    char c = line.charAt(index);
    return c <= DELETE ? Character.digit(c, HEX) : -1;
  }

  private void singleQuoted(ByteArrayOutputStream bytes) throws Fault {
    while (at < line.length()) {
      char c = line.charAt(at);
      if (c == '\'') {
        at++;
        endOfQuotes();
        return;
      }
      if (c == '\\' && at + 1 < line.length() && line.charAt(at + 1) == '\'') {
        at++;
      }
      take(bytes);
    }
    throw unbalanced();
  }

  private void endOfQuotes() throws Fault {
    if (at < line.length() && !isSpace(line.charAt(at))) {
      throw unbalanced();
    }
  }

  private void take(ByteArrayOutputStream bytes) {
    int point = line.codePointAt(at);
    bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
    at += Character.charCount(point);
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c >= '\t' && c <= '\r';
  }

  private static Fault unbalanced() {
    return new Fault(
        "Unbalanced quotes in configuration line", "quotes that are closed, with a space after the closing one");
  }
}
