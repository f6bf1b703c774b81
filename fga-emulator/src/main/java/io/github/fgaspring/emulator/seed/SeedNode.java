package io.github.fgaspring.emulator.seed;

import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One value in the YAML of a seed, which knows its place. Every scalar is text as it was
 * written, so that an id such as {@code 007} stays what it is.
 */
final class SeedNode {

	private final SeedPlace place;

	private final Map<String, SeedNode> entries;

	private final List<SeedNode> elements;

	private final @Nullable String text;

	private final Kind kind;

	private SeedNode(SeedPlace place, Kind kind, Map<String, SeedNode> entries, List<SeedNode> elements,
			@Nullable String text) {
		this.place = place;
		this.kind = kind;
		this.entries = entries;
		this.elements = elements;
		this.text = text;
	}

	static SeedNode mapping(SeedPlace place, Map<String, SeedNode> entries) {
		return new SeedNode(place, Kind.MAPPING, entries, List.of(), null);
	}

	static SeedNode sequence(SeedPlace place, List<SeedNode> elements) {
		return new SeedNode(place, Kind.SEQUENCE, Map.of(), elements, null);
	}

	static SeedNode scalar(SeedPlace place, String text) {
		return new SeedNode(place, Kind.SCALAR, Map.of(), List.of(), text);
	}

	static SeedNode nothing(SeedPlace place) {
		return new SeedNode(place, Kind.NOTHING, Map.of(), List.of(), null);
	}

	void allowOnlyKeys(String... keys) {
		List<String> allowed = List.of(keys);
		requireKind(Kind.MAPPING);
		this.entries.forEach((key, value) -> {
			if (!allowed.contains(key)) {
				throw value
					.problem("there is no key '%s' here; write one of: %s".formatted(key, String.join(", ", allowed)));
			}
		});
	}

	// The value of a key that may be left out.
	@Nullable SeedNode find(String key) {
		SeedNode value = this.entries.get(key);
		return (value != null && value.kind != Kind.NOTHING) ? value : null;
	}

	SeedNode require(String key) {
		SeedNode value = find(key);
		if (value == null) {
			throw this.place.key(key).problem("it is missing; write %s: and a value".formatted(key));
		}
		return value;
	}

	// The elements of a list that may be left out.
	List<SeedNode> list(String key) {
		SeedNode value = find(key);
		if (value == null) {
			return List.of();
		}
		value.requireKind(Kind.SEQUENCE);
		return value.elements;
	}

	String text(String key) {
		return require(key).text();
	}

	@Nullable String optionalText(String key) {
		SeedNode value = find(key);
		return (value != null) ? value.text() : null;
	}

	String text(String key, String defaultText) {
		String value = optionalText(key);
		return (value != null) ? value : defaultText;
	}

	String text() {
		requireKind(Kind.SCALAR);
		if (this.text == null || this.text.isBlank()) {
			throw problem("it is blank; write a value");
		}
		return this.text;
	}

	// Takes this text as a name and gives what was declared under it.
	<T> T lookUp(String what, Map<String, T> declared) {
		T value = declared.get(text());
		if (value == null) {
			throw problem("there is no %s '%s'; %s".formatted(what, text(), hint(declared.keySet())));
		}
		return value;
	}

	// Takes this text as a name and declares something under it.
	<T> void declare(String what, Map<String, T> declared, T value) {
		if (declared.putIfAbsent(text(), value) != null) {
			throw problem("the %s '%s' is there already; write another one".formatted(what, text()));
		}
	}

	static String hint(Collection<String> choices) {
		return choices.isEmpty() ? "declare one first" : "write one of: " + String.join(", ", choices);
	}

	IllegalSeedException problem(String message) {
		return this.place.problem(message);
	}

	private void requireKind(Kind required) {
		if (this.kind != required) {
			throw problem("it is %s; write %s".formatted(this.kind.description, required.description));
		}
	}

	private enum Kind {

		MAPPING("a mapping (key: value)"), SEQUENCE("a list"), SCALAR("a single value"), NOTHING("empty");

		private final String description;

		Kind(String description) {
			this.description = description;
		}

	}

}
