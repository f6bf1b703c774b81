package io.github.fgaspring.emulator.seed;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * Turns the text of a seed into {@link SeedNode nodes}. Reads the tokens itself, as data
 * binding gives no line for a value that is well-formed but wrong.
 */
final class SeedParser {

	private static final JsonMapper JSON = JsonMapper.shared();

	// A tree of some ten thousand resources is longer than the parser takes by default.
	// There is nobody to protect from a long seed but its own author. Duplicate keys are
	// refused below, with their place.
	private static final YAMLFactory YAML = YAMLMapper.shared()
		.tokenStreamFactory()
		.rebuild()
		.loadSettings(LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).setAllowDuplicateKeys(true).build())
		.build();

	private SeedParser() {
	}

	static SeedNode parse(Seed seed) {
		SeedPlace start = SeedPlace.start(seed.source());
		SeedNode root = seed.yaml().stripLeading().startsWith("{") ? parseJson(seed, start) : null;
		return (root != null) ? root : parseYaml(seed, start);
	}

	// Every JSON is YAML too, and as JSON it is read many times faster: what a program
	// wrote, and is long, is often JSON.
	private static @Nullable SeedNode parseJson(Seed seed, SeedPlace start) {
		try (JsonParser parser = JSON.createParser(seed.yaml())) {
			return parseDocument(parser, start);
		}
		catch (JacksonException ex) {
			// A flow mapping of YAML, or a mistake: the YAML parser tells.
			return null;
		}
	}

	private static SeedNode parseYaml(Seed seed, SeedPlace start) {
		try (JsonParser parser = YAML.createParser(ObjectReadContext.empty(), seed.yaml())) {
			return parseDocument(parser, start);
		}
		catch (JacksonException ex) {
			throw start.at(ex.getLocation()).problem("it is not valid YAML: " + describe(ex));
		}
	}

	private static SeedNode parseDocument(JsonParser parser, SeedPlace start) {
		JsonToken first = parser.nextToken();
		if (first == null || first == JsonToken.VALUE_NULL) {
			return SeedNode.mapping(start, Map.of());
		}
		SeedNode root = parseValue(parser, start);
		if (parser.nextToken() != null) {
			throw start.at(parser.currentTokenLocation()).problem("a second document begins; write one only");
		}
		return root;
	}

	// The parser quotes the lines around the error, indented. They may hold passwords and
	// keys, so neither they nor the exception with them go on.
	private static String describe(JacksonException ex) {
		return ex.getOriginalMessage()
			.lines()
			.filter((line) -> !line.isBlank() && !line.startsWith(" "))
			.collect(Collectors.joining(", "));
	}

	private static SeedNode parseValue(JsonParser parser, SeedPlace parent) {
		SeedPlace place = parent.at(parser.currentTokenLocation());
		if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
			throw place.problem("it is an alias of something else; write the value itself");
		}
		return switch (parser.currentToken()) {
			case START_OBJECT -> parseMapping(parser, place);
			case START_ARRAY -> parseSequence(parser, place);
			case VALUE_NULL -> SeedNode.nothing(place);
			default -> SeedNode.scalar(place, parser.getString());
		};
	}

	private static SeedNode parseMapping(JsonParser parser, SeedPlace place) {
		Map<String, SeedNode> entries = new LinkedHashMap<>();
		while (parser.nextToken() != JsonToken.END_OBJECT) {
			String key = parser.currentName();
			SeedPlace keyPlace = place.key(key).at(parser.currentTokenLocation());
			parser.nextToken();
			if (entries.putIfAbsent(key, parseValue(parser, keyPlace)) != null) {
				throw keyPlace.problem("the key is there already; write it once");
			}
		}
		return SeedNode.mapping(place, entries);
	}

	private static SeedNode parseSequence(JsonParser parser, SeedPlace place) {
		List<SeedNode> elements = new ArrayList<>();
		while (parser.nextToken() != JsonToken.END_ARRAY) {
			elements.add(parseValue(parser, place.element(elements.size())));
		}
		return SeedNode.sequence(place, elements);
	}

}
