package dev.vedette.config;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON text as plain values: maps in their order, lists, strings, booleans, {@code BigInteger}, {@code BigDecimal},
 * null. Vert.x's own reader was not taken because it lets the last of two equal keys win silently. Comments are
 * allowed, as in Vert.x.
 */
final class JsonText {
  private static final JsonFactory FACTORY = JsonFactory.builder()
      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
      .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
      .build();
  private static final int DEPTH = 64;

  private JsonText() {}

  static @Nullable Object parse(String text) throws Fault {
    try (JsonParser parser = FACTORY.createParser(text)) {
      parser.nextToken();
      if (parser.currentToken() == null) {
        throw new Fault("The file is empty.", "a JSON object, for example {\"masters\": {}}");
      }
      Object value = value(parser, 0);
      if (parser.nextToken() != null) {
        throw new Fault("There is more after the JSON object.", "one JSON object");
      }
      return value;
    } catch (JsonProcessingException e) {
      String where = e.getLocation() == null
          ? ""
          : " at line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr();
      throw new Fault("Not valid JSON" + where + ": " + e.getOriginalMessage(), "JSON, each key once in its object");
    } catch (IOException e) {
      throw new Fault("Not readable as JSON: " + e.getMessage(), "JSON");
    }
  }

  private static @Nullable Object value(JsonParser parser, int depth) throws IOException, Fault {
    if (depth > DEPTH) {
      throw new Fault("Nested too deeply.", "at most " + DEPTH + " levels");
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser, depth);
      case START_ARRAY -> list(parser, depth);
      case VALUE_NUMBER_INT -> parser.getBigIntegerValue();
      case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
      case VALUE_TRUE -> Boolean.TRUE;
      case VALUE_FALSE -> Boolean.FALSE;
      case VALUE_NULL -> null;
      default -> parser.getText();
    };
  }

  private static Map<String, @Nullable Object> object(JsonParser parser, int depth) throws IOException, Fault {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      object.put(key, value(parser, depth + 1));
    }
    return object;
  }

  private static List<@Nullable Object> list(JsonParser parser, int depth) throws IOException, Fault {
    List<@Nullable Object> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(value(parser, depth + 1));
    }
    return list;
  }
}
