package io.github.fgaspring.emulator.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Immutable maps that keep the order of creation, which {@link Map#copyOf} does not.
 */
final class Ordered {

	private Ordered() {
	}

	static <K, V> Map<K, V> copyOf(Map<K, V> map) {
		return Collections.unmodifiableMap(new LinkedHashMap<>(map));
	}

}
